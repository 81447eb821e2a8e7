package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.LeftAlone;
import dev.caravan.ledger.Batches.Except;
import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of a real ledger, number by number. */
class LedgerMetricsTest {
    private static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private final TestClock clock = TestClock.at("2026-11-21T03:00:00Z");
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> resting = new TreeSet<>();
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("caravan.db")), clock);
        ledger.recipes().taskId("tickets");
        ledger.recipes().taskId("leads");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** What some other process, or time, would have done. */
    private void rows(String... statements) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("caravan.db"));
                Statement statement = c.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql.replace("NOW", String.valueOf(clock.millis())));
            }
        }
    }

    private void bind() {
        bind(new LedgerReads(ledger, Set.of("tickets")::stream, leftAlone(), clock), Runnable::run);
    }

    private void bind(Supplier<LedgerSnapshot> reads, Consumer<Runnable> reader) {
        new LedgerMetrics(reads, reader, clock, clock::nanos).bindTo(registry);
    }

    /** As Prometheus sees it when it has scraped before. */
    private List<String> scrape() {
        registry.scrape();
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void recordsByTaskAndState() throws SQLException {
        rows(
                "INSERT INTO \"drop\" (id, task_id, zone, uri, state) VALUES (1, 1, 'z', 'a', 4), (2, 1, 'z', 'b', 5),"
                        + " (3, 2, 'z', 'c', 4)",
                "INSERT INTO drop_count (drop_id, state, n) VALUES (1, 1, 5), (1, 8, 12), (2, 8, 1), (3, 6, 2), (3, 7, 0)");
        bind();
        assertThat(scrape())
                .contains(
                        "caravan_records{state=\"queued\",task=\"tickets\"} 5.0",
                        "caravan_records{state=\"published\",task=\"tickets\"} 13.0",
                        "caravan_records{state=\"review_required\",task=\"leads\"} 2.0",
                        "caravan_drops{state=\"sealed\"} 2.0",
                        "caravan_drops{state=\"failed\"} 1.0",
                        "caravan_drops{state=\"reading\"} 0.0",
                        "caravan_ledger_up 1.0",
                        "caravan_nodes 1.0")
                .noneMatch(line -> line.contains("state=\"held\",task"));
    }

    @Test
    void heldRecordsByCode() throws SQLException {
        rows(
                "INSERT INTO record (id, content, drop_id, line, task_id, recipe_id, state, code, source_id) VALUES"
                        + " (1, 1, 1, 1, 1, 1, 7, 'budget', 'a'), (2, 1, 1, 2, 1, 1, 7, 'budget', 'b'),"
                        + " (3, 1, 1, 3, 1, 1, 7, 'cancelled', 'c')",
                "INSERT INTO todo (record_id, task_id, kind) VALUES (1, 1, 6), (2, 1, 6), (3, 1, 6)");
        bind();
        assertThat(scrape())
                .contains(
                        "caravan_records_held{code=\"budget\",task=\"tickets\"} 2.0",
                        "caravan_records_held{code=\"cancelled\",task=\"tickets\"} 1.0");
    }

    @Test
    void openBatchesTheirAgeAndThoseThatAreLate() throws SQLException {
        rows("INSERT INTO batch (id, task_id, recipe_id, credential, state, created_at, next_due, late) VALUES"
                + " (1, 1, 1, 'main', 5, NOW - 7200000, NOW + 1000, 1), (2, 1, 1, 'main', 5, NOW - 60000, NOW + 1000, 0),"
                + " (3, 2, 1, 'other', 7, NOW - 90000000, 0, 0)");
        bind();
        assertThat(scrape())
                .contains(
                        "caravan_batches{state=\"submitted\"} 2.0",
                        "caravan_batches{state=\"collected\"} 1.0",
                        "caravan_batches{state=\"lost\"} 0.0",
                        "caravan_batches_oldest_age_seconds{credential=\"main\",task=\"tickets\"} 7200.0",
                        "caravan_batches_late{credential=\"main\",task=\"tickets\"} 1.0")
                .noneMatch(line -> line.contains("\"other\""));
    }

    @Test
    void whatAStageHasNotTakenThoughItIsDue() throws SQLException {
        rows("INSERT INTO batch (id, task_id, recipe_id, credential, state, created_at, next_due) VALUES"
                + " (1, 1, 1, 'main', 5, NOW - 7200000, NOW - 90000), (2, 1, 1, 'main', 5, NOW - 60000, NOW - 1000),"
                + " (3, 1, 1, 'main', 6, NOW - 60000, 0), (4, 1, 1, 'down', 5, NOW - 60000, NOW - 3600000)");
        resting.add("down");
        bind();
        assertThat(scrape())
                .contains(
                        "caravan_stage_lag_seconds{stage=\"poll\"} 90.0",
                        "caravan_stage_lag_seconds{stage=\"collect\"} 0.0",
                        "caravan_stage_lag_seconds{stage=\"notices\"} 0.0");
        clock.pass(Duration.ofMinutes(10));
        assertThat(scrape())
                .contains(
                        "caravan_stage_lag_seconds{stage=\"poll\"} 690.0",
                        "caravan_stage_lag_seconds{stage=\"collect\"} 600.0");
        rows("UPDATE batch SET owner = " + ledger.nodes().number() + " WHERE id IN (1, 3)");
        clock.pass(SOON);
        assertThat(scrape())
                .contains(
                        "caravan_stage_lag_seconds{stage=\"poll\"} 607.0",
                        "caravan_stage_lag_seconds{stage=\"collect\"} 0.0");
    }

    @Test
    void moneyThatIsSpentAndWillBe() throws SQLException {
        long today = Duration.ofMillis(clock.millis()).toDays();
        rows(
                "INSERT INTO batch (id, task_id, recipe_id, credential, model, state, created_at, day, cost, overspend,"
                        + " cost_est) VALUES (1, 1, 1, 'main', 'm1', 7, NOW, " + today + ", 2500000, 500000, 0),"
                        + " (2, 1, 1, 'main', 'm1', 7, NOW, " + (today - 100) + ", 1000000, 0, 0),"
                        + " (3, 1, 1, 'main', 'm2', 5, NOW, " + today + ", 0, 0, 750000)",
                "INSERT INTO realtime_cost (task_id, day, credential, model, calls, tokens_in, tokens_out, micros, unknown,"
                        + " micros_unknown) VALUES (1, " + today + ", 'main', 'm1', 3, 1, 1, 30000, 1, 10000)",
                "INSERT INTO effort (day, task_id, model, kind, n, micros) VALUES (" + today
                        + ", 1, 'm1', 1, 4, 200000)," + " (" + today + ", 1, 'm1', 6, 1, 50000)",
                "INSERT INTO spend (task_id, day, micros) VALUES (1, " + today + ", 2500000)");
        ledger.budgets().set(1, new Budgets.Cap(50_000_000, true));
        bind();
        assertThat(scrape())
                .contains(
                        "caravan_cost_usd_total{kind=\"batch\",model=\"m1\",task=\"tickets\"} 3.5",
                        "caravan_cost_usd_total{kind=\"batch\",model=\"m2\",task=\"tickets\"} 0.0",
                        "caravan_cost_usd_total{kind=\"realtime\",model=\"m1\",task=\"tickets\"} 0.04",
                        "caravan_overspend_usd_total{model=\"m1\",task=\"tickets\"} 0.5",
                        "caravan_cost_again_usd_total{kind=\"failed\",model=\"m1\",task=\"tickets\"} 0.2",
                        "caravan_cost_again_usd_total{kind=\"rerun\",model=\"m1\",task=\"tickets\"} 0.05",
                        "caravan_cost_under_way_usd{model=\"m2\",task=\"tickets\"} 0.75",
                        "caravan_budget_limit_usd{task=\"tickets\"} 50.0",
                        "caravan_budget_spent_usd{task=\"tickets\"} 2.54");
    }

    @Test
    void aCounterNeverFalls() throws SQLException {
        long today = Duration.ofMillis(clock.millis()).toDays();
        rows("INSERT INTO batch (id, task_id, recipe_id, credential, model, state, created_at, day, cost) VALUES"
                + " (1, 1, 1, 'main', 'm1', 7, NOW, " + today + ", 2000000)");
        bind();
        String cost = "caravan_cost_usd_total{kind=\"batch\",model=\"m1\",task=\"tickets\"} ";
        assertThat(scrape()).contains(cost + "2.0");
        rows("UPDATE batch SET cost = 1500000");
        clock.pass(SOON);
        assertThat(scrape()).contains(cost + "2.0");
        rows("UPDATE batch SET cost = 2500000");
        clock.pass(SOON);
        assertThat(scrape()).contains(cost + "2.5");
    }

    @Test
    void peopleSinksAndWebhooksThatSomethingWaitsFor() throws SQLException {
        rows(
                "INSERT INTO todo (record_id, task_id, kind, since, reason) VALUES (1, 1, 4, NOW - 3600000, 'sample'),"
                        + " (2, 1, 4, NOW - 60000, 'when')",
                "INSERT INTO publication (id, task_id, state, members, n, sealed_at) VALUES (1, 1, 2, x'', 1, NOW - 120000)",
                "INSERT INTO delivery (pub_id, sink, state, due) VALUES (1, 'crm', 3, NOW + 60000), (1, 'files', 5, 0)",
                "INSERT INTO webhook (name, cursor) VALUES ('hook', 0)",
                "INSERT INTO notice (id, webhook, message_id, body, made_at, state) VALUES (1, 'hook', 'a', '{}', NOW - 30000, 1)");
        bind();
        assertThat(scrape())
                .contains(
                        "caravan_reviews_open{task=\"tickets\"} 2.0",
                        "caravan_reviews_oldest_age_seconds{task=\"tickets\"} 3600.0",
                        "caravan_deliveries{sink=\"crm\",state=\"waiting\"} 1.0",
                        "caravan_deliveries{sink=\"crm\",state=\"given_up\"} 0.0",
                        "caravan_deliveries{sink=\"files\",state=\"given_up\"} 1.0",
                        "caravan_deliveries_oldest_age_seconds{sink=\"crm\"} 120.0",
                        "caravan_deliveries_oldest_age_seconds{sink=\"files\"} 0.0",
                        "caravan_notices{state=\"waiting\",webhook=\"hook\"} 1.0",
                        "caravan_notices_oldest_age_seconds{webhook=\"hook\"} 30.0");
    }

    @Test
    void whatIsPausedAndSinceWhen() {
        ledger.pauses().pause(new What(Kind.TASK, "tickets"), new Terms(false, "a doubt", null), "ann");
        clock.pass(Duration.ofHours(3));
        bind();
        assertThat(scrape()).contains("caravan_paused_age_seconds{kind=\"task\",name=\"tickets\"} 10800.0");
        ledger.pauses().resume(new What(Kind.TASK, "tickets"), "ann", "no doubt");
        clock.pass(SOON);
        assertThat(scrape()).noneMatch(line -> line.startsWith("caravan_paused"));
    }

    @Test
    void theLedgerAndThisNode() {
        ledger.events().raise(EventKind.TWIN, "batch 1", "it exists twice");
        bind();
        clock.pass(Duration.ofSeconds(7));
        assertThat(scrape())
                .contains(
                        "caravan_events{kind=\"twin\"} 1.0",
                        "caravan_events{kind=\"overspend\"} 0.0",
                        "caravan_node_beat_age_seconds 7.0",
                        "caravan_node_start_time_seconds 1.79523E9",
                        "caravan_ledger_size_bytes "
                                + (double) ledger.spending().ledgerBytes());
    }

    @Test
    void theLedgerIsAskedOnceForManyScrapes() throws SQLException {
        bind();
        assertThat(scrape()).contains("caravan_drops{state=\"failed\"} 0.0");
        rows("INSERT INTO \"drop\" (id, task_id, zone, uri, state) VALUES (1, 1, 'z', 'a', 5)");
        assertThat(scrape()).contains("caravan_drops{state=\"failed\"} 0.0");
        clock.pass(SOON);
        assertThat(scrape()).contains("caravan_drops{state=\"failed\"} 1.0");
    }

    @Test
    void whereReadingTakesLongItIsDoneSeldom() {
        AtomicInteger reads = new AtomicInteger();
        Supplier<LedgerSnapshot> all = new LedgerReads(ledger, List.<String>of()::stream, leftAlone(), clock);
        bind(
                () -> {
                    reads.incrementAndGet();
                    clock.pass(Duration.ofSeconds(2));
                    return all.get();
                },
                Runnable::run);
        scrape();
        clock.pass(Duration.ofSeconds(39));
        scrape();
        assertThat(reads).hasValue(1);
        clock.pass(Duration.ofSeconds(2));
        scrape();
        assertThat(reads).hasValue(2);
    }

    @Test
    void whatIsGoneHasNoSeriesAnyMore() throws SQLException {
        rows(
                "INSERT INTO batch (id, task_id, recipe_id, credential, state, created_at) VALUES (1, 1, 1, 'main', 5, NOW)");
        bind();
        assertThat(scrape()).anyMatch(line -> line.startsWith("caravan_batches_oldest_age_seconds{"));
        rows("UPDATE batch SET state = 7");
        clock.pass(SOON);
        assertThat(scrape()).noneMatch(line -> line.startsWith("caravan_batches_oldest_age_seconds{"));
    }

    @Test
    void aLedgerThatCanNotBeAskedIsToldAndWhatItSaidLastStays() {
        List<Runnable> broken = new ArrayList<>();
        Supplier<LedgerSnapshot> all = new LedgerReads(ledger, List.<String>of()::stream, leftAlone(), clock);
        bind(
                () -> {
                    broken.forEach(Runnable::run);
                    return all.get();
                },
                Runnable::run);
        assertThat(scrape()).contains("caravan_ledger_up 1.0", "caravan_ledger_read_age_seconds 0.0");
        broken.add(() -> {
            throw new LedgerException("The database does not answer");
        });
        clock.pass(SOON);
        assertThat(scrape())
                .contains("caravan_ledger_up 0.0", "caravan_ledger_read_age_seconds 6.0", "caravan_nodes 1.0");
        broken.clear();
        clock.pass(SOON);
        assertThat(scrape()).contains("caravan_ledger_up 1.0", "caravan_ledger_read_age_seconds 0.0");
    }

    private LeftAlone leftAlone() {
        return new LeftAlone() {
            @Override
            public Except sending() {
                return Except.of(resting);
            }

            @Override
            public Except calling() {
                return Except.of(resting);
            }
        };
    }
}
