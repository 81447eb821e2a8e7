package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Doc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions on one ledger: what the newer one only adds to stays good for the older one. */
class UpgradeTest {
    private static final String ADDS = """
            CREATE TABLE later (id bigint PRIMARY KEY, what text);
            ALTER TABLE record ADD COLUMN later bigint;
            ALTER TABLE batch ADD COLUMN later integer NOT NULL DEFAULT 7;
            ALTER TABLE "drop" ADD COLUMN later text;
            CREATE INDEX later_of ON batch (later, id);
            """;
    /** As CONTRIBUTING.md says. */
    private static final String SHUTS_OUT = shown("sql migration")
            .replace("60", "999")
            .replace(
                    "what has changed, for the operator of an older jar",
                    "the number of a page is a column of its own");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private NextVersion next;

    @BeforeEach
    void version() throws Exception {
        next = new NextVersion(folder.resolve("next"));
    }

    private static String shown(String info) {
        try {
            return Doc.shown(info);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What docs/operations/storage.md has the operator do: the role that owns the database needs nothing else. */
    @Test
    void theFirstStartFillsADatabaseThatWasMadeAsTheDocumentSays() {
        PostgresSettings any = bare();
        for (String statement : shown("sql database").split(";\n")) {
            EmptyPostgres.run(any, statement);
        }
        PostgresSettings made = new PostgresSettings(
                any.url().replaceFirst("/bare\\d+", "/caravan"), "caravan", "…", any.connections());
        try (Ledger ledger = PostgresLedger.open(made, clock)) {
            work(new Bench(ledger, clock), "a");
            assertThat(ledger.counts().total().in(RecordState.COMPLETED)).isEqualTo(3);
        }
    }

    private static PostgresSettings bare() {
        return EmptyPostgres.createBare("ENCODING 'UTF8'");
    }

    /** Cuts a batch of what is queued, submits it and brings it home. */
    private static void work(Bench bench, String key) {
        bench.drop(bench.recipe, rows(key, 3));
        bench.complete();
    }

    @Test
    void theOlderOneGoesOnAndStartsAgainWhenTheNewerOneHasAddedToTheLedger() throws Exception {
        PostgresSettings database = bare();
        next.with("postgresql", "V998__adds.sql", ADDS);
        try (Ledger older = PostgresLedger.open(database, clock)) {
            var one = new Bench(older, clock);
            work(one, "a");
            try (Ledger newer = next.opens(() -> PostgresLedger.open(database, clock))) {
                work(one, "b");
                var other = new Bench(newer, clock);
                work(other, "c");
                try (Ledger again = PostgresLedger.open(database, clock);
                        LedgerReader reader = LedgerReader.open(database);
                        LedgerDoor door = LedgerDoor.open(database, clock)) {
                    work(new Bench(again, clock), "d");
                    work(other, "e");
                    assertThat(reader.tasks()).isNotEmpty();
                    assertThat(door.find(new Requests.Wish(Requests.Kind.CANCEL, Requests.About.TASK, "triage")))
                            .isPresent();
                    assertThat(again.counts().total().in(RecordState.COMPLETED)).isEqualTo(15);
                    assertThat(again.counts().recount()).isEmpty();
                    assertThat(newer.nodes().living()).hasSize(3);
                }
            }
        }
    }

    @Test
    void whatANewerOneHasNoWordForIsTold() throws Exception {
        PostgresSettings database = bare();
        try (Ledger ledger = PostgresLedger.open(database, clock)) {
            EmptyPostgres.run(
                    database,
                    "INSERT INTO event (at, kind, subject, actor, body) VALUES (1, 997, 'batch 1', 'ada', 'one'),"
                            + " (2, 998, 'batch 1', 'ada', 'two')");
            assertThat(ledger.events().counts()).containsOnly(java.util.Map.entry(EventKind.OF_A_NEWER_CARAVAN, 2L));
            assertThat(ledger.events().of("batch 1", 5))
                    .extracting(Events.Event::kind)
                    .containsOnly(EventKind.OF_A_NEWER_CARAVAN);
        }
    }

    @Test
    void aVersionThatTakesAwayShutsTheOlderOneOut() throws Exception {
        PostgresSettings database = bare();
        next.with("postgresql", "V999__takes_away.sql", SHUTS_OUT);
        try (Ledger older = PostgresLedger.open(database, clock)) {
            work(new Bench(older, clock), "a");
            try (Ledger newer = next.opens(() -> PostgresLedger.open(database, clock))) {
                assertThatThrownBy(() -> older.recipes().taskId("other"))
                        .isInstanceOf(NodeDeadException.class)
                        .hasMessageContaining("a newer Caravan changed the ledger so that this one can't work on it");
                assertThat(newer.nodes().living())
                        .extracting(Nodes.Node::number)
                        .containsExactly(newer.nodes().number());
                work(new Bench(newer, clock), "b");
                String why =
                        "needs a newer Caravan, which knows V999 (the number of a page is a column of its own). Start"
                                + " that one or a newer one, or put back a copy from before. Nothing was started";
                assertThatThrownBy(() -> PostgresLedger.open(database, clock))
                        .isInstanceOf(LedgerNotOpenException.class)
                        .hasMessage("The ledger " + database.name() + " " + why);
                assertThatThrownBy(() -> LedgerReader.open(database)).hasMessageContaining("needs a newer Caravan");
                assertThat(newer.counts().recount()).isEmpty();
            }
        }
    }

    /** One that had looked at the ledger before the newer one came, and opens it only now. */
    @Test
    void theOlderOneIsShutOutAlsoBetweenItsLookAndItsStart() throws Exception {
        PostgresSettings database = bare();
        int knows = PostgresLedger.prepare(database);
        next.with("postgresql", "V999__takes_away.sql", SHUTS_OUT);
        next.opens(() -> PostgresLedger.open(database, clock)).close();
        try (Db db = new PostgresDb(database)) {
            assertThatThrownBy(() -> new SqlLedger(db, null, knows, clock))
                    .isInstanceOf(LedgerNotOpenException.class)
                    .hasMessageContaining("needs a newer Caravan, which knows V999");
            assertThat(db.<Long>read(c -> Db.number(c, "SELECT count(*) FROM node WHERE dead = 0")))
                    .isZero();
        }
    }

    @Test
    void aLedgerOfAnotherLineIsRefused() throws Exception {
        PostgresSettings database = bare();
        next.with("postgresql", "V998__adds.sql", ADDS).without("postgresql", "V047__spools_of_nodes.sql");
        next.opens(() -> PostgresLedger.prepare(database));
        assertThatThrownBy(() -> PostgresLedger.open(database, clock))
                .isInstanceOf(LedgerNotOpenException.class)
                .hasMessageContaining(
                        "was changed by a Caravan of another line: it has V998__adds.sql, which this one does"
                                + " not know, and lacks V047__spools_of_nodes.sql, which this one would add");
    }

    /** Else all nodes would wait for the change of a table, which waits for somebody who reads that table for an hour. */
    @Test
    void aNewerOneThatWaitsForATableHoldsUpNobody() throws Exception {
        PostgresSettings database = bare();
        next.with("postgresql", "V998__adds.sql", ADDS);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Ledger older = PostgresLedger.open(database, clock);
                Connection reading =
                        DriverManager.getConnection(database.url(), database.user(), database.password())) {
            var bench = new Bench(older, clock);
            work(bench, "a");
            reading.setAutoCommit(false);
            assertThat(Db.number(reading, "SELECT count(*) FROM record")).isEqualTo(3);
            Future<Integer> start = thread.submit(() -> next.opens(() -> PostgresLedger.prepare(database)));
            List<String> waiting = List.of();
            try (Connection other = PostgresLedger.connect(database)) {
                while (waiting.isEmpty() && !start.isDone()) {
                    waiting = Db.list(other, "SELECT mode FROM pg_locks WHERE NOT granted", r -> r.getString(1));
                }
            }
            if (start.isDone()) {
                start.get();
            }
            assertThat(waiting).containsExactly("AccessExclusiveLock");
            work(bench, "b");
            assertThat(start.isDone()).isFalse();
            reading.rollback();
            assertThat(start.get()).isEqualTo(998);
            work(bench, "c");
            assertThat(older.counts().recount()).isEmpty();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aFileIsHeldToTheSame() throws Exception {
        Path adds = folder.resolve("adds.db");
        next.with("sqlite", "V998__adds.sql", ADDS);
        next.opens(() -> SqliteLedger.open(adds, clock)).close();
        try (Ledger older = SqliteLedger.open(adds, clock)) {
            work(new Bench(older, clock), "a");
            assertThat(older.counts().recount()).isEmpty();
        }
        Path takes = folder.resolve("takes.db");
        next.with("sqlite", "V999__takes_away.sql", SHUTS_OUT);
        next.opens(() -> SqliteLedger.open(takes, clock)).close();
        assertThatThrownBy(() -> SqliteLedger.open(takes, clock))
                .isInstanceOf(LedgerNotOpenException.class)
                .hasMessageStartingWith("The ledger " + takes + " needs a newer Caravan, which knows V999 (");
        // It is not left locked.
        next.opens(() -> SqliteLedger.open(takes, clock)).close();
    }
}
