package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The statements of docs/scale.md, "Partitions in PostgreSQL", and what of the contract has to do with these tables. */
class PartitionedLedgerTest {
    private static final class Divided {
        private static final PostgresSettings DATABASE = create();

        private static PostgresSettings create() {
            PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
            PostgresLedger.prepare(database);
            statements().forEach(sql -> EmptyPostgres.run(database, sql));
            // So that the contract's records and times are in several.
            EmptyPostgres.run(
                    database,
                    "CREATE TABLE attempt_past_0 PARTITION OF attempt_past FOR VALUES FROM (1) TO (3)",
                    "CREATE TABLE event_0 PARTITION OF event FOR VALUES FROM (0) TO (1000000000000)");
            return database;
        }
    }

    private static List<String> statements() {
        try {
            String page = Files.readString(Path.of("docs/scale.md"));
            String section = page.substring(page.indexOf("## Partitions in PostgreSQL"));
            return Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL)
                    .matcher(section.substring(0, section.indexOf("\n## ")))
                    .results()
                    .map(MatchResult::group)
                    .map(block -> block.substring("```sql\n".length(), block.length() - "```".length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ledger opened(TestClock clock) {
        return PostgresLedger.open(Divided.DATABASE, clock);
    }

    @Nested
    class OfPurges extends PurgesContract {
        OfPurges() {
            EmptyPostgres.emptied(Divided.DATABASE);
        }

        @Override
        Ledger open(TestClock clock) {
            return opened(clock);
        }
    }

    @Nested
    class OfEvents extends EventsContract {
        OfEvents() {
            EmptyPostgres.emptied(Divided.DATABASE);
        }

        @Override
        Ledger open(TestClock clock) {
            return opened(clock);
        }
    }

    @Nested
    class OfProofs extends ProofsContract {
        OfProofs() {
            EmptyPostgres.emptied(Divided.DATABASE);
        }

        @Override
        Ledger open(TestClock clock) {
            return opened(clock);
        }
    }

    @Nested
    class OfCollection extends CollectionContract {
        OfCollection() {
            EmptyPostgres.emptied(Divided.DATABASE);
        }

        @Override
        Ledger open(TestClock clock) {
            return opened(clock);
        }
    }

    /** Somebody divides them after a year; and a later version adds to them. */
    @Test
    void whatWasThereStaysAndTheNextVersionAddsToIt() throws Exception {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        try (Ledger ledger = PostgresLedger.open(database, Clock.systemUTC())) {
            ledger.events().raise(EventKind.PURGED, "drop 1", "before");
        }
        statements().forEach(sql -> EmptyPostgres.run(database, sql));
        EmptyPostgres.run(
                database,
                "ALTER TABLE event ADD COLUMN later bigint NOT NULL DEFAULT 0",
                "ALTER TABLE attempt_past ADD COLUMN later text",
                "CREATE INDEX event_later ON event (later)");
        try (Ledger ledger = PostgresLedger.open(database, Clock.systemUTC());
                Connection look = PostgresLedger.connect(database)) {
            ledger.events().raise(EventKind.PURGED, "drop 1", "after");
            assertThat(ledger.events().of("drop 1", 9))
                    .extracting(Events.Event::id, Events.Event::body)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(2L, "after"),
                            org.assertj.core.groups.Tuple.tuple(1L, "before"));
            assertThat(Db.list(
                            look,
                            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent IN ('event'::regclass,"
                                    + " 'attempt_past'::regclass) ORDER BY 1",
                            r -> r.getString(1)))
                    .containsExactly("attempt_past_2", "attempt_past_rest", "event_2027_01", "event_rest");
        }
    }
}
