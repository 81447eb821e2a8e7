package dev.caravan.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.restore.SpoolClaim.Wish;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Place;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 18: a spool has one ledger, and a ledger is not started twice. */
class SpoolClaimTest {
    @TempDir
    Path folder;

    private String start(Path data, Wish wish) throws IOException {
        return start(data, data.resolve("spool"), wish);
    }

    /** One start and end of Caravan, as far as the spool is concerned; returns the name of the ledger. */
    private static String start(Path data, Path spool, Wish wish) throws IOException {
        try (Ledger ledger = SqliteLedger.open(EmptyLedger.at(data.resolve("ledger/caravan.db")), Clock.systemUTC())) {
            SpoolOwner owner = RestoreTestAccess.start(ledger, new LocalSpool(spool))
                    .claim(Place.of(data.resolve("ledger")), wish);
            assertThat(owner.isOurs()).isTrue();
            return ledger.lineage().identity().name();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void startsAgainAndAgainOnItsOwnSpool() throws IOException {
        String name = start(folder.resolve("data"), Wish.NONE);
        assertThat(start(folder.resolve("data"), Wish.NONE)).isEqualTo(name);
        assertThat(start(folder.resolve("data"), Wish.NONE)).isEqualTo(name);
        try (Stream<Path> marks = Files.list(folder.resolve("data/spool/owners"))) {
            assertThat(marks.map(m -> m.getFileName().toString()).sorted())
                    .isEqualTo(List.of("000000000001.json", "000000000002.json", "000000000003.json"));
        }
    }

    @Test
    void refusesTheSpoolOfAnotherLedgerAndNamesBoth() throws IOException {
        String one = start(folder.resolve("one"), Wish.NONE);
        String two = start(folder.resolve("two"), Wish.NONE);
        for (Wish wish : Wish.values()) {
            assertThatThrownBy(() -> start(folder.resolve("two"), folder.resolve("one/spool"), wish))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "The spool belongs to the ledger \"" + one + "\", but this ledger is \"" + two + "\".");
        }
    }

    @Test
    void knowsASpoolThatWasMarkedWithNothingButAName() throws IOException {
        Path data = folder.resolve("data");
        String name;
        try (Ledger ledger = SqliteLedger.open(EmptyLedger.at(data.resolve("ledger/caravan.db")), Clock.systemUTC())) {
            name = ledger.lineage().identity().name();
        }
        Files.createDirectories(data.resolve("spool"));
        Files.writeString(data.resolve("spool/owner"), name + "\n");
        assertThat(start(data, Wish.NONE)).isEqualTo(name);
        Files.delete(data.resolve("spool/owners/000000000002.json"));
        Files.writeString(data.resolve("spool/owner"), "other1\n");
        assertThatThrownBy(() -> start(data, Wish.NONE))
                .hasMessageStartingWith("The spool belongs to the ledger \"other1\"");
    }

    @Test
    void refusesACopyOfADataFolderAndSaysWhatToDo() throws IOException {
        Path data = folder.resolve("data");
        String name = start(data, Wish.NONE);
        copy(data, folder.resolve("copy"));
        assertThatThrownBy(() -> start(folder.resolve("copy"), Wish.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The ledger \"" + name + "\" was started last at ")
                .hasMessageContaining(data.resolve("ledger").toRealPath().toString())
                .hasMessageContaining(folder.resolve("copy/ledger").toRealPath().toString())
                .hasMessageContaining("start once with --moved")
                .hasMessageContaining("start once with --fork");
        assertThat(start(data, Wish.NONE)).isEqualTo(name);
    }

    @Test
    void goesOnUnderItsNameWhereItWasMoved() throws IOException {
        Path data = folder.resolve("data");
        String name = start(data, Wish.NONE);
        Path moved = folder.resolve("moved");
        copy(data, moved);
        assertThat(start(moved, Wish.MOVED)).isEqualTo(name);
        assertThat(start(moved, Wish.NONE)).isEqualTo(name);
        assertThatThrownBy(() -> start(data, moved.resolve("spool"), Wish.NONE))
                .as("the one that was left behind, on the spool of the other")
                .hasMessageContaining("Two copies of one ledger would pay for everything twice");
    }

    @Test
    void takesARenamedFolderForTheSame() throws IOException {
        String name = start(folder.resolve("data"), Wish.NONE);
        Files.move(folder.resolve("data"), folder.resolve("renamed"));
        assertThat(start(folder.resolve("renamed"), Wish.NONE)).isEqualTo(name);
    }

    @Test
    void makesAForkAnotherLedgerOnASpoolOfItsOwnOnly() throws IOException {
        Path data = folder.resolve("data");
        String name = start(data, Wish.NONE);
        Path fork = folder.resolve("fork");
        copy(data, fork);
        assertThatThrownBy(() -> start(fork, data.resolve("spool"), Wish.FORK))
                .hasMessageStartingWith("--fork needs a spool of its own");
        String other = start(fork, Wish.FORK);
        assertThat(other).matches("[a-z0-9]{6}").isNotEqualTo(name);
        assertThat(start(fork, Wish.NONE)).isEqualTo(other);
        assertThat(start(fork, Wish.FORK)).as("said twice").isEqualTo(other);
        assertThat(start(data, Wish.NONE)).isEqualTo(name);
        assertThatThrownBy(() -> start(data, fork.resolve("spool"), Wish.NONE))
                .hasMessageStartingWith("The spool belongs to the ledger \"" + other + "\"");
    }

    @Test
    void refusesAnEmptySpoolWhereTheLedgerHasDrops() throws IOException {
        Path data = folder.resolve("data");
        start(data, Wish.NONE);
        try (Ledger ledger = SqliteLedger.open(EmptyLedger.at(data.resolve("ledger/caravan.db")), Clock.systemUTC())) {
            ledger.drops().arriving(new Drops.NewDrop(ledger.recipes().taskId("t"), "inbox", "file:/a.csv", null));
        }
        assertThatThrownBy(() -> start(data, folder.resolve("empty"), Wish.NONE))
                .hasMessageContaining("is empty, but this ledger has drops and batches whose bytes were in its spool");
    }

    @Test
    void refusesAFolderThatHoldsOtherThings() throws IOException {
        try (SpoolWriter out = new LocalSpool(folder.resolve("data/spool")).create("photos/1.jpg")) {
            out.commit();
        }
        assertThatThrownBy(() -> start(folder.resolve("data"), Wish.NONE))
                .hasMessageContaining("holds files, such as photos/1.jpg, but no mark");
    }
}
