package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A ledger in PostgreSQL is named in the settings, and refused where it would not be safe. */
class PostgresPlaceTest {
    private static final String SECRET = "s3cret-of-nobody";

    @TempDir
    Path data;

    private LedgerPlace place(Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return LedgerPlace.of(environment, data);
    }

    private LedgerPlace place(PostgresSettings database) {
        return place(Map.of(
                "caravan.ledger.url",
                database.url(),
                "caravan.ledger.user",
                database.user(),
                "caravan.ledger.password",
                SECRET));
    }

    @Test
    void isAFileOfTheDataFolderWhereNothingElseIsSaid() {
        place(Map.of()).open(Clock.systemUTC()).close();
        assertThat(data.resolve("ledger/caravan.db")).isRegularFile();
    }

    @Test
    void isMadeInAnEmptyDatabaseAndReadBesideWhoeverHasItOpen() {
        LedgerPlace place = place(EmptyPostgres.createBare("ENCODING 'UTF8'"));
        assertThat(place.setups()).isEmpty();
        assertThatThrownBy(place::reader)
                .isInstanceOf(LedgerException.class)
                .hasMessageMatching("There is no ledger in localhost:\\d+/bare\\d+");
        try (Ledger ledger = place.open(Clock.systemUTC())) {
            ledger.recipes().taskId("triage");
            try (LedgerReader reader = place.reader();
                    LedgerDoor door = place.door(Clock.systemUTC())) {
                assertThat(reader.tasks()).containsExactly("triage");
                assertThat(ledger.instance()).startsWith(reader.name());
                var wish = new Requests.Wish(Requests.Kind.values()[0], Requests.About.TASK, "triage");
                assertThat(door.find(wish)).contains("task triage");
                long request = door.ask("ada", wish);
                assertThat(ledger.requests().find(request)).isPresent();
                door.withdraw(request);
                assertThat(door.answer(request)).isPresent();
            }
            assertThat(data.resolve("ledger")).doesNotExist();
        }
        String name;
        try (LedgerReader again = place.reader()) {
            name = again.name();
        }
        try (Ledger second = place.open(Clock.systemUTC())) {
            assertThat(second.instance()).startsWith(name);
        }
        assertThat(place.database()).isPresent().isEqualTo(place.database());
        assertThat(place.database()).isNotEqualTo(place(EmptyPostgres.empty()).database());
    }

    /** Two nodes of one ledger have two folders: the inbox, the copies and the marks of one are not the other's. */
    @Test
    void keepsASecondProcessOffTheDataFolder() {
        PostgresSettings database = EmptyPostgres.empty();
        try (Ledger first = place(database).open(Clock.systemUTC())) {
            assertThatThrownBy(() -> place(database).open(Clock.systemUTC()))
                    .isInstanceOf(LedgerNotOpenException.class)
                    .hasMessage("Another Caravan works in the data folder " + data + " (" + data.resolve("node.lock")
                            + " is locked). Stop it first, or give this one a data folder of its own (caravan.data)");
            assertThat(first.nodes().living()).hasSize(1);
        }
        place(database).open(Clock.systemUTC()).close();
        // What could not be opened does not keep the folder.
        assertThatThrownBy(() -> place(new PostgresSettings(database.url() + "&options=-c%20nonsense", "u", "", 8))
                        .open(Clock.systemUTC()))
                .isInstanceOf(LedgerException.class);
        place(database).open(Clock.systemUTC()).close();
    }

    @Test
    void takesThePasswordFromAFile() throws IOException {
        Path file = Files.writeString(data.resolve("password"), SECRET + "\n");
        PostgresSettings database = EmptyPostgres.empty();
        LedgerPlace place = place(Map.of(
                "caravan.ledger.url",
                database.url(),
                "caravan.ledger.user",
                database.user(),
                "caravan.ledger.password-file",
                file.toString()));
        place.open(Clock.systemUTC()).close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:mysql://db/x | u | p | 8 | caravan.ledger.url is no address of a PostgreSQL database",
                "jdbc:postgresql://db/x?password=s3cret-of-nobody | u | p | 8 | caravan.ledger.url has a user or a password",
                "jdbc:postgresql://u:s3cret-of-nobody@db/x | u | p | 8 | caravan.ledger.url has a user or a password in it",
                "jdbc:postgresql://db/x | '' | s3cret-of-nobody | 8 | caravan.ledger.user is not",
                "jdbc:postgresql://db/x | u | s3cret-of-nobody | 1 | caravan.ledger.connections is 1; it is a number from 2",
                "jdbc:postgresql://127.0.0.1:1/x | u | s3cret-of-nobody | 8 | 127.0.0.1:1/x does not answer",
            })
    void saysWhatIsWrongWithTheSettingsAndNoSecret(
            String url, String user, String password, String connections, String why) {
        assertThatThrownBy(() -> place(Map.of(
                                "caravan.ledger.url", url,
                                "caravan.ledger.user", user,
                                "caravan.ledger.password", password,
                                "caravan.ledger.connections", connections))
                        .open(Clock.systemUTC()))
                .isInstanceOf(LedgerNotOpenException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain(SECRET);
        assertThat(new PostgresSettings("jdbc:postgresql://db:5433/x", "u", SECRET, 2).toString())
                .isEqualTo("PostgresSettings[db:5433/x, user u]");
    }

    private static void refused(PostgresSettings database, String why) {
        assertThatThrownBy(() -> PostgresLedger.open(database, Clock.systemUTC()))
                .isInstanceOf(LedgerNotOpenException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("Nothing was started");
    }

    @Test
    void refusesADatabaseThatMayForgetWhatItStored() {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        String name = database.name().replaceAll(".*/", "");
        EmptyPostgres.run(database, "ALTER DATABASE " + name + " SET synchronous_commit = off");
        refused(database, "has synchronous_commit = off: what it says is stored may be lost with its server");
        EmptyPostgres.run(database, "ALTER DATABASE " + name + " RESET synchronous_commit");
        PostgresLedger.open(database, Clock.systemUTC()).close();
    }

    @Test
    void refusesAServerWithoutFsync() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start()) {
            refused(
                    new PostgresSettings(server.getJdbcUrl("postgres", "postgres"), "postgres", "", 2),
                    "is on a server with fsync = off");
        }
    }

    @Test
    void refusesAnEncodingThatDoesNotHaveEveryCharacter() {
        refused(EmptyPostgres.createBare("ENCODING 'LATIN1' LOCALE 'C'"), "has the encoding LATIN1");
    }

    @Test
    void refusesAUserWhoMayNotMakeTables() {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        EmptyPostgres.run(
                database, "DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");
        refused(
                new PostgresSettings(database.url().replaceAll("[?].*", ""), "reader", "", 2),
                "may not be written by the user reader: it needs CREATE on the schema");
    }
}
