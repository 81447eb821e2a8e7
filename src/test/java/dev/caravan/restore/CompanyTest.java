package dev.caravan.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Beside;
import dev.caravan.ledger.Drops.NewDrop;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.NodeDeadException;
import dev.caravan.ledger.Nodes.Node;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 18 and 19 with several nodes: one ledger, one spool, and nobody is taken for a copy or for the past. */
class CompanyTest {
    private static final Company.Pause SILENCE = time -> {};

    @TempDir
    Path folder;

    private Ledger ledger;
    private Ledger other;
    private Spool spool;

    @BeforeEach
    void open() {
        Path file = folder.resolve("ledger/caravan.db");
        ledger = SqliteLedger.open(EmptyLedger.at(file), Clock.systemUTC());
        other = Beside.join(file, Clock.systemUTC());
        spool = new LocalSpool(folder.resolve("spool"));
    }

    @AfterEach
    void close() {
        other.close();
        ledger.close();
    }

    private SpoolOwner start(Ledger of, Spool on, boolean shared, Company.Pause pause) throws IOException {
        var patience = new Company.Patience(Duration.ofSeconds(5), Duration.ofSeconds(60), pause);
        return new SpoolStart(of, on, Clock.systemUTC(), new Company(of.nodes(), on, shared, patience))
                .claim(Place.of(folder.resolve("ledger")), SpoolClaim.Wish.NONE);
    }

    private SpoolOwner join(Ledger of) throws IOException {
        return start(of, spool, true, SILENCE);
    }

    private static void put(Spool to, String path) throws IOException {
        try (SpoolWriter out = to.create(path)) {
            out.write('x');
            out.commit();
        }
    }

    @Test
    void nodesOfOneLedgerShareASpoolWhicheverStartsFirst() throws IOException {
        SpoolOwner second = join(other);
        SpoolOwner first = join(ledger);
        assertThat(first.isOurs()).isTrue();
        assertThat(second.isOurs()).isTrue();
        assertThat(ledger.restores().isUnderWay()).isFalse();
        assertThat(ledger.lineage().identity().incarnation()).isEqualTo(1);
        assertThat(other.lineage().identity().incarnation()).isEqualTo(2);
    }

    @Test
    void whatALivingNodeIsWritingIsLeftAlone() throws IOException {
        join(ledger);
        try (SpoolWriter out = spool.create("batches/1/requests.jsonl")) {
            out.write('x');
            out.force();
            join(other);
            out.commit();
        }
        assertThat(spool.exists("batches/1/requests.jsonl")).isTrue();
        Path left = Files.writeString(folder.resolve("spool/.tmp/left-by-a-crash"), "x");
        other.close();
        ledger.close();
        open();
        other.close();
        join(ledger);
        assertThat(left).doesNotExist();
    }

    @Test
    void aFolderThatIsNotSharedHasOneProcessTheNewest() throws IOException {
        start(ledger, spool, false, SILENCE);
        start(other, spool, false, SILENCE);
        assertThatThrownBy(() -> ledger.nodes().beat()).isInstanceOf(NodeDeadException.class);
        other.nodes().beat();
    }

    @Test
    void refusesASpoolOfItsOwnBesideANodeThatLives() throws IOException {
        join(ledger);
        var own = new LocalSpool(folder.resolve("own"));
        assertThatThrownBy(() -> start(other, own, true, time -> ledger.nodes().beat()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("The node 1 works on this ledger with the spool " + spool.identity()
                        + ", this process has " + own.identity() + ". Nodes of one ledger need one spool:");
        assertThat(ledger.nodes().living()).extracting(Node::number).containsExactly(1, 2);
    }

    @Test
    void takesANodeThatStaysSilentForDead() throws IOException {
        join(ledger);
        start(other, new LocalSpool(folder.resolve("own")), true, SILENCE);
        assertThat(other.nodes().living()).extracting(Node::number).containsExactly(2);
    }

    @Test
    void whatOthersDoWhileItLooksIsNotThePast() throws IOException {
        join(ledger);
        int[] busy = {1};
        Spool slow = new LocalSpool(folder.resolve("spool")) {
            @Override
            public Stream<String> folders(String prefix) throws IOException {
                if (prefix.equals("drops/") && busy[0]-- > 0) {
                    var drop = new NewDrop(ledger.recipes().taskId("tickets"), "inbox", "file:///a.csv", null);
                    DropPaper.of(ledger.drops().arriving(drop), "tickets", drop).write(spool);
                }
                return super.folders(prefix);
            }
        };
        start(other, slow, true, SILENCE);
        assertThat(busy[0]).isZero();
        assertThat(spool.exists("drops/1/drop.json")).isTrue();
        assertThat(other.restores().isUnderWay()).isFalse();
        assertThat(ledger.nodes().living()).hasSize(2);
    }

    @Test
    void whileOneBringsInThePastNobodyElseWorks() throws IOException {
        join(ledger);
        put(spool, "batches/9/requests.jsonl");
        join(other);
        assertThat(other.restores().isUnderWay()).isTrue();
        assertThat(other.events().counts()).containsOnlyKeys(EventKind.LEDGER_RESTORED);
        assertThatThrownBy(() -> ledger.batches().claimForSubmit()).isInstanceOf(NodeDeadException.class);
        Path file = folder.resolve("ledger/caravan.db");
        try (Ledger third = Beside.join(file, Clock.systemUTC())) {
            assertThatThrownBy(() -> join(third))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("another node brings in just now what the spool knows");
        }
        new Restoration(other, spool).finish(() -> false);
        try (Ledger fourth = Beside.join(file, Clock.systemUTC())) {
            assertThat(join(fourth).isOurs()).isTrue();
            assertThat(fourth.restores().isUnderWay()).isFalse();
        }
    }

    @Test
    void aCopyOfTheLedgerIsNoneOfThem() throws IOException {
        other.close();
        ledger.close();
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve("caravan.db");
        Files.copy(folder.resolve("ledger/caravan.db"), copy);
        open();
        SpoolOwner first = join(ledger);
        SpoolOwner second = join(other);
        assertThat(first.isOurs()).isTrue();
        try (Ledger foreign = SqliteLedger.open(copy, Clock.systemUTC())) {
            start(foreign, spool, true, SILENCE);
        }
        assertThat(second.isOurs()).isFalse();
        assertThat(first.isOurs()).isFalse();
    }
}
