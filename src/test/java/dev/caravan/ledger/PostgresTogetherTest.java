package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Publications.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens at the same moment on PostgreSQL, where several write side by side: one order, and everything adds up. */
class PostgresTogetherTest {
    private static final int ROUNDS = 8;

    private final TestClock clock = new TestClock();
    private final PostgresSettings database = EmptyPostgres.empty();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Ledger ledger;
    private Bench bench;

    @BeforeEach
    void open() {
        ledger = PostgresLedger.open(database, clock);
        bench = new Bench(ledger, clock);
    }

    @AfterEach
    void addsUp() {
        threads.shutdownNow();
        assertThat(ledger.counts().recount()).isEmpty();
        assertThat(ledger.counts().total().conserved()).isTrue();
        ledger.close();
    }

    /** Each in a thread of its own, begun at once; what came of them, in their order. An error is a result. */
    private List<Object> atOnce(List<? extends Callable<?>> all) throws Exception {
        var start = new CyclicBarrier(all.size());
        List<Future<Object>> running = new ArrayList<>();
        for (Callable<?> one : all) {
            running.add(threads.submit(() -> {
                start.await();
                return one.call();
            }));
        }
        List<Object> results = new ArrayList<>();
        for (Future<Object> one : running) {
            try {
                results.add(one.get());
            } catch (ExecutionException e) {
                results.add(e.getCause());
            }
        }
        return results;
    }

    private List<Object> twice(Callable<?> work) throws Exception {
        return atOnce(List.of(work, work));
    }

    private static long errors(List<Object> results) {
        return results.stream().filter(Throwable.class::isInstance).count();
    }

    private long received() {
        long id = ledger.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///in.csv", null));
        ledger.drops().received(id, "drops/" + id, 1);
        return id;
    }

    /** So many batches of one record each, all of one drop. */
    private long batches(int n) {
        long drop = bench.drop(bench.recipe, rows("r", n));
        for (Assembly.Candidate one : bench.candidates()) {
            var members = new Members.Builder();
            members.add(one.recordId(), one.attempt());
            assertThat(bench.assembled(bench.open(bench.recipe), members.build()))
                    .isTrue();
        }
        return drop;
    }

    @Test
    void claimsAtOnceGetDifferentBatches() throws Exception {
        batches(12);
        Callable<Long> claim =
                () -> ledger.batches().claimForSubmit().orElseThrow().batch().id();
        assertThat(atOnce(java.util.Collections.nCopies(12, claim)))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 12).boxed().toList());
    }

    @Test
    void twoNodesThatClaimAtOnceEachGoOnWithTheirOwn() throws Exception {
        batches(2 * ROUNDS);
        try (Ledger other = PostgresLedger.open(database, clock)) {
            for (int i = 0; i < ROUNDS; i++) {
                List<Object> claims = atOnce(List.of(
                        () -> ledger.batches().claimForSubmit().orElseThrow(),
                        () -> other.batches().claimForSubmit().orElseThrow()));
                assertThat(errors(claims)).isZero();
                Claim mine = (Claim) claims.get(0);
                Claim others = (Claim) claims.get(1);
                assertThat(mine.batch().id()).isNotEqualTo(others.batch().id());
                assertThat(errors(atOnce(List.of(
                                () -> ledger.batches().openTry(mine),
                                () -> other.batches().openTry(others)))))
                        .isZero();
            }
        }
    }

    @Test
    void oneDropOfATaskIsReadAtATime() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            received();
            received();
            List<Object> claims = twice(() -> ledger.drops().claimForRead());
            assertThat(errors(claims)).isZero();
            List<Drops.Claim> got = claims.stream()
                    .flatMap(claim -> ((java.util.Optional<?>) claim).stream())
                    .map(Drops.Claim.class::cast)
                    .toList();
            assertThat(got).hasSize(1);
            ledger.drops().fail(got.get(0), "done", false);
            ledger.drops().fail(ledger.drops().claimForRead().orElseThrow(), "done", false);
        }
    }

    @Test
    void batchesOfOneDropAreCollectedSideBySide() throws Exception {
        int n = 24;
        long drop = batches(n);
        List<Claim> claims =
                IntStream.range(0, n).mapToObj(i -> bench.collecting()).toList();
        List<Object> results = atOnce(IntStream.range(0, n)
                .mapToObj(i -> (Callable<?>) () -> {
                    Claim claim = claims.get(i);
                    bench.apply(
                            claim,
                            bench.outcomes(claim, i % 3 == 0 ? RecordState.REVIEW_REQUIRED : RecordState.COMPLETED));
                    return ledger.collection().collected(claim);
                })
                .toList());
        assertThat(errors(results)).isZero();
        assertThat(bench.states(drop))
                .containsEntry(RecordState.COMPLETED, 16L)
                .containsEntry(RecordState.REVIEW_REQUIRED, 8L)
                .hasSize(2);
    }

    /** Each of the two sees the other sink undelivered when it begins. */
    @Test
    void aPublicationEndsWhenItsLastTwoSinksAreDeliveredAtOnce() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long drop = bench.drop(bench.recipe, rows("p" + i + "-", 1));
            bench.complete();
            Publications.Publication publication =
                    ledger.publications().open(bench.task, 10).orElseThrow();
            ledger.publications().sealed(publication.id(), Bench.content(publication), List.of("a", "b"));
            Delivery one = ledger.publications().claimDelivery().orElseThrow();
            Delivery two = ledger.publications().claimDelivery().orElseThrow();
            List<Object> results = atOnce(List.of(
                    () -> {
                        ledger.publications().delivered(one);
                        return "";
                    },
                    () -> {
                        ledger.publications().delivered(two);
                        return "";
                    }));
            assertThat(errors(results)).isZero();
            assertThat(bench.states(drop)).containsOnlyKeys(RecordState.PUBLISHED);
        }
    }

    @Test
    void aBudgetThatHasRoomForOneLetsOneOfTwoGo() throws Exception {
        ledger.budgets().set(bench.task, new Budgets.Cap(10, false));
        batches(2);
        Claim one = ledger.batches().claimForSubmit().orElseThrow();
        Claim two = ledger.batches().claimForSubmit().orElseThrow();
        List<Object> results = atOnce(List.of(() -> create(one), () -> create(two)));
        assertThat(results).filteredOn(NoRoomException.class::isInstance).hasSize(1);
        assertThat(errors(results)).isEqualTo(1);
    }

    private String create(Claim claim) {
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file-" + claim.batch().id(), null);
        ledger.batches().creating(claim, attempt);
        return "creating";
    }

    @Test
    void aRecipeThatChangedWithoutItsVersionIsRefusedToOneOfTwoNodes() throws Exception {
        for (int version = 2; version < 2 + ROUNDS; version++) {
            int it = version;
            List<Object> results = atOnce(List.of(
                    () -> ledger.recipes().bind(new Recipes.NewRecipe(bench.task, it, 1, "one", "sim/fast", "{}")),
                    () -> ledger.recipes().bind(new Recipes.NewRecipe(bench.task, it, 1, "other", "sim/slow", "{}"))));
            assertThat(errors(results)).isEqualTo(1);
        }
    }

    @Test
    void nodesHearEachOtherAndNotThemselvesAlsoAfterTheirConnectionBroke() {
        Queue<String> mine = new ConcurrentLinkedQueue<>();
        Queue<String> others = new ConcurrentLinkedQueue<>();
        try (Ledger other = PostgresLedger.open(database, clock)) {
            ledger.nodes().calls().hear(mine::add);
            other.nodes().calls().hear(others::add);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                ledger.nodes().calls().call("read assemble");
                return !others.isEmpty();
            });
            EmptyPostgres.run(
                    database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
            others.clear();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                ledger.nodes().calls().call("collect");
                return others.contains("collect");
            });
            assertThat(mine).isEmpty();
        }
    }

    /** A number that is given first may come to light last. */
    @Test
    void whoFollowsTheChangesMissesNone() throws Exception {
        int n = 16;
        batches(n);
        List<Claim> claims =
                IntStream.range(0, n).mapToObj(i -> bench.collecting()).toList();
        var done = new AtomicBoolean();
        Set<Long> seen = new TreeSet<>();
        Future<?> follower = threads.submit(() -> {
            long cursor = 0;
            boolean last = false;
            while (!last) {
                last = done.get();
                for (Changes.Change change : ledger.changes().after(cursor, 100)) {
                    seen.add(change.number());
                    cursor = change.number();
                }
            }
        });
        assertThat(errors(atOnce(claims.stream()
                        .map(claim -> (Callable<?>) () -> {
                            bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
                            return ledger.collection().collected(claim);
                        })
                        .toList())))
                .isZero();
        done.set(true);
        follower.get();
        assertThat(seen)
                .containsAll(ledger.changes().after(0, 10_000).stream()
                        .filter(change -> !change.type().startsWith("records"))
                        .map(Changes.Change::number)
                        .toList());
    }

    @Test
    void nothingOfAWriteIsLeftWhenItsConnectionIsCut() {
        long before = ledger.counts().batches().states().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        try (Db db = new PostgresDb(database)) {
            assertThatThrownBy(() -> db.write(c -> {
                        Db.update(
                                c,
                                "INSERT INTO batch (task_id, recipe_id, credential, state, created_at)"
                                        + " VALUES (?, ?, 'sim', 1, 0)",
                                bench.task,
                                bench.recipe);
                        return Db.number(c, "SELECT count(*) FROM pg_terminate_backend(pg_backend_pid())");
                    }))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("The ledger could not be written, nothing was changed")
                    .hasMessageContaining("does not answer");
            assertThat(db.<Long>read(c -> Db.number(c, "SELECT count(*) FROM batch")))
                    .isEqualTo(before);
        }
        bench.drop(bench.recipe, rows("r", 1));
        bench.complete();
    }

    @Test
    void aClosedLedgerSaysSo() {
        Ledger other = PostgresLedger.open(database, clock);
        other.close();
        other.close();
        assertThatThrownBy(() -> other.batches().claimForSubmit())
                .hasMessage("The ledger is closed; this process is stopping");
        clock.pass(Duration.ofSeconds(1));
    }
}
