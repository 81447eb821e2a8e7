package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.ledger.Reruns.Rerun;
import dev.caravan.provider.ProviderDates;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 44 and 46: whole drops at rest are purged by age, marked first, and only by a clock that another one agrees with. */
class RetentionTest {
    private static final Task.Retention POLICY = new Task.Retention(Duration.ofDays(30), Duration.ofDays(400));

    @TempDir
    Path data;

    private Yard yard;
    private Manifests manifests;
    private ProviderDates dates;
    private int most = 10;

    Spool spool() throws IOException {
        return new LocalSpool(data.resolve("spool"));
    }

    @BeforeEach
    void open() throws IOException {
        yard = new Yard(data, spool());
        manifests = new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, Duration.ZERO);
        dates = new ProviderDates(() -> 0);
    }

    @AfterEach
    void close() {
        assertThat(yard.ledger.counts().recount()).isEmpty();
        assertThat(yard.ledger.counts().total().conserved()).isTrue();
        yard.close();
    }

    private void run() throws IOException {
        run(POLICY);
    }

    private void run(Task.Retention policy) throws IOException {
        heard(Duration.ZERO);
        retention(policy).once();
    }

    private Retention retention(Task.Retention policy) {
        return new Retention(
                yard.ledger,
                Yard.tasks(policy),
                new Payloads(yard.spool),
                new Clocks(yard.clock, dates, yard.spool),
                yard.clock,
                most);
    }

    private void heard(Duration ahead) {
        dates.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                yard.clock.instant().plus(ahead).atOffset(ZoneOffset.UTC)));
    }

    private List<String> files() throws IOException {
        try (Stream<String> drops = yard.spool.list("drops/");
                Stream<String> batches = yard.spool.list("batches/");
                Stream<String> publications = yard.spool.list("publications/")) {
            return Stream.of(drops, batches, publications)
                    .flatMap(all -> all)
                    .sorted()
                    .toList();
        }
    }

    private byte[] manifest(long drop) throws IOException {
        return Files.readAllBytes(data.resolve("manifests/triage/drop-" + drop + "-manifest-1.json"));
    }

    private ManifestCheck.Report check(long drop) throws IOException {
        return new ManifestCheck(
                        yard.ledger.proofs(), yard.spool, yard.ledger.instance().substring(0, 6))
                .check(manifest(drop));
    }

    @Test
    void keepsWhatIsOnItsWayToTheSinkForRejects() throws IOException {
        yard.drop("hello", "a", "b");
        yard.submit();
        yard.collect(Map.of("a", RecordState.REVIEW_REQUIRED));
        yard.publish();
        var item = yard.ledger
                .openItems()
                .list(OpenItems.Query.ALL, OpenItems.Place.START, 1)
                .get(0);
        yard.ledger
                .decisions()
                .decide(new Decisions.NewDecision(
                        item.recordId(),
                        item.version(),
                        Act.REJECT,
                        "reviewer-1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        false));
        var rejects = yard.ledger.publications().openRejects(yard.task, 10).orElseThrow();
        manifests.once();
        yard.pass(Duration.ofDays(31));
        run();
        assertThat(files()).contains("drops/1/in.csv");
        yard.ledger.publications().sealed(rejects.id(), new Publications.Content("p", 1, "s", 1), List.of("rejected"));
        run();
        assertThat(files()).contains("drops/1/in.csv");
        yard.ledger
                .publications()
                .delivered(yard.ledger.publications().claimDelivery().orElseThrow());
        run();
        assertThat(files()).doesNotContain("drops/1/in.csv");
    }

    @Test
    void deletesAllBytesOfAnOldDropAndKeepsItsRowsAndManifest() throws IOException {
        long drop = yard.drop("hello", "a", "b", "c");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(29));
        run();
        assertThat(files()).hasSize(13);
        yard.pass(Duration.ofDays(2));
        run();
        assertThat(files())
                .containsExactly(
                        "batches/1/manifest.json",
                        "batches/1/purged.json",
                        "drops/1/drop.json",
                        "drops/1/manifest-1.json",
                        "drops/1/manifest-1.leaves",
                        "drops/1/purged.json");
        assertThat(yard.counts(drop).in(RecordState.PUBLISHED)).isEqualTo(3);
        assertThat(yard.ledger.events().of("task triage", 5))
                .extracting(Events.Event::kind, Events.Event::body)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        EventKind.PURGED, "The payloads of 1 drop were deleted by age: [1]"));
        assertThat(check(drop).problems()).isEmpty();
        assertThat(check(drop).summary())
                .endsWith("; its payloads were deleted by age on " + yard.clock.instant() + ", counts and root match");
    }

    @Test
    void knowsWhatCameOnceAfterItsPayloadsAreGone() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(31));
        run();
        long again = yard.drop("hello", "a");
        assertThat(yard.counts(again).unchanged()).isEqualTo(1);
    }

    @Test
    void keepsTheFilesOfABatchUntilAllDropsInItAreTooOld() throws IOException {
        yard.drop("hello", "a");
        yard.pass(Duration.ofDays(10));
        yard.drop("hello", "b");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(21));
        run();
        assertThat(files())
                .contains("batches/1/requests.jsonl", "batches/1/results-3.jsonl", "publications/1/content.jsonl")
                .contains("drops/2/in.csv")
                .doesNotContain("drops/1/in.csv");
        assertThat(check(1).problems()).isEmpty();
        yard.pass(Duration.ofDays(10));
        run();
        assertThat(files())
                .noneMatch(file -> file.endsWith(".jsonl") || file.endsWith(".csv") || file.endsWith(".zst"));
    }

    @Test
    void purgesNothingThatIsNotAtRestOrWaitsForAPerson() throws IOException {
        yard.drop("hello", "queued");
        yard.submit();
        yard.collect(Map.of("queued", RecordState.REVIEW_REQUIRED));
        yard.drop("hello", "unpublished");
        yard.submit();
        yard.collect(Map.of());
        yard.drop("hello", "submitted");
        yard.submit();
        yard.drop("hello", "new");
        List<String> before = files();
        manifests.once();
        yard.pass(Duration.ofDays(999));
        run();
        assertThat(files()).containsAll(before);
        assertThat(yard.ledger.events().counts()).isEmpty();
    }

    @Test
    void needsTheManifestOfWhatTheDropIsNow() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        yard.pass(Duration.ofDays(31));
        run();
        assertThat(files()).contains("drops/1/in.csv");
        manifests.once();
        run();
        assertThat(files()).doesNotContain("drops/1/in.csv");
    }

    @Test
    void sendsNothingAgainWhoseInputIsGone() throws IOException {
        yard.drop("hello", "a");
        yard.submit();
        yard.collect(Map.of("a", RecordState.INVALID_OUTPUT));
        manifests.once();
        yard.pass(Duration.ofDays(31));
        run();
        yard.prompt(2);
        assertThat(yard.ledger.todo().releaseInvalid(yard.task, yard.recipe, 10))
                .isZero();
        long again = yard.drop("hello", "a");
        assertThat(yard.counts(again).in(RecordState.QUEUED))
                .as("dropped again it is asked again with the new prompt")
                .isEqualTo(1);
    }

    @Test
    void purgesNothingWhileOurClockAndTheProvidersDisagree() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(31));
        heard(Duration.ofDays(-31));
        Retention retention = retention(POLICY);
        retention.once();
        retention.once();
        assertThat(files()).contains("drops/1/in.csv");
        assertThat(yard.ledger.events().newest(5))
                .extracting(Events.Event::kind, Events.Event::body)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        EventKind.CLOCKS_DISAGREE,
                        "Nothing is deleted by age: our clock and that of the newest reply of a provider are 2678400 s"
                                + " apart"));
        heard(Duration.ofMinutes(4));
        retention.once();
        assertThat(files()).doesNotContain("drops/1/in.csv");
    }

    @Test
    void goesByTheClockOfTheSpoolWhereNoProviderHasAnswered() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(31));
        retention(POLICY).once();
        assertThat(files()).contains("drops/1/in.csv");
        assertThat(yard.ledger.events().newest(1).get(0).body()).contains("and that of the spool");
    }

    @Test
    void endsWhatADeadProcessBegan() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(31));
        assertThat(yard.ledger.purges().mark(1)).isTrue();
        assertThat(yard.ledger.purges().mark(1)).isFalse();
        yard.spool.delete("drops/1/in.csv");
        run(Task.Retention.FOR_EVER);
        assertThat(files())
                .containsExactly(
                        "batches/1/manifest.json",
                        "batches/1/purged.json",
                        "drops/1/drop.json",
                        "drops/1/manifest-1.json",
                        "drops/1/manifest-1.leaves",
                        "drops/1/purged.json");
        assertThat(yard.ledger.purges().marked()).isEmpty();
    }

    @Test
    void purgesNoMoreInOneRunThanItMay() throws IOException {
        yard.drop("hello", "a");
        yard.drop("hello", "b");
        yard.drop("hello", "c");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofDays(31));
        most = 2;
        run();
        assertThat(files()).contains("drops/3/in.csv").doesNotContain("drops/1/in.csv", "drops/2/in.csv");
    }

    @Test
    void forgetsRerunsWithTheRowsThatTheyMade() throws IOException {
        long copies = yard.drop("hello", "a");
        yard.finish();
        rerun(copies);
        long none = rerun(null);
        yard.pass(Duration.ofDays(300));
        long young = rerun(null);
        manifests.once();
        yard.pass(Duration.ofDays(101));
        run();
        assertThat(yard.ledger.reruns().newest(9)).extracting(Rerun::id).containsExactly(young);
        assertThat(yard.ledger.events().of("rerun " + none, 9)).isEmpty();
        assertThat(yard.ledger.events().of("rerun " + young, 9)).hasSize(1);

        yard.pass(Duration.ofDays(1));
        long kept = yard.drop("kept", "b");
        long of = rerun(kept);
        yard.pass(Duration.ofDays(401));
        run();
        assertThat(yard.ledger.reruns().newest(9))
                .as("its records are queued still")
                .extracting(Rerun::id)
                .containsExactly(of);
    }

    private long rerun(@Nullable Long drop) {
        long id = yard.ledger.reruns().begin(new NewRerun("operator", "why", yard.task, "{}", 1, 0), 0);
        Rerun rerun = yard.ledger.reruns().find(id).orElseThrow();
        if (drop != null) {
            yard.ledger.reruns().dropped(rerun, drop);
        }
        yard.ledger.reruns().done(rerun, 0);
        return id;
    }

    @Test
    void deletesRowsLaterAndForgetsThatTheyEverCame() throws IOException {
        long drop = yard.drop("hello", "a", "b");
        yard.finish();
        manifests.once();
        yard.ledger.events().raise(EventKind.TWIN, "drop 1", "of this drop");
        yard.pass(Duration.ofDays(401));
        run();
        assertThat(yard.ledger.proofs().rows(drop, 0, 10)).isEmpty();
        assertThat(yard.ledger.drops().refusals(drop, 0, 10)).isEmpty();
        assertThat(yard.ledger.events().of("drop 1", 10)).isEmpty();
        assertThat(yard.counts(drop).in(RecordState.PUBLISHED))
                .as("counters stay for the totals")
                .isEqualTo(2);
        assertThat(check(drop).problems()).isEmpty();
        assertThat(check(drop).summary()).endsWith("only its counts and leaves could be compared");
        long again = yard.drop("hello", "a");
        assertThat(yard.counts(again).in(RecordState.QUEUED)).isEqualTo(1);
        assertThat(yard.ledger.proofs().rows(again, 0, 10).get(0).recordId())
                .as("no id is used twice")
                .isEqualTo(3);
        assertThat(yard.ledger.drops().find(drop).map(Drops.Drop::uri)).contains("file:///in.csv");
    }
}
