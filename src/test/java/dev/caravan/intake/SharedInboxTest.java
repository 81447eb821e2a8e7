package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Beside;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.NodeDeadException;
import dev.caravan.ledger.Nodes.Node;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inbox that two nodes see: each file is taken once, and none is lost with a node. */
class SharedInboxTest {
    @TempDir
    Path data;

    private Ledger ledger;
    private Ledger other;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        Path db = EmptyLedger.at(data.resolve("ledger.db"));
        ledger = SqliteLedger.open(db, Clock.systemUTC());
        other = Beside.join(db, Clock.systemUTC());
        file = Files.writeString(
                Files.createDirectories(data.resolve("inbox/triage")).resolve("a.csv"), "id\n1\n");
    }

    @AfterEach
    void close() {
        other.close();
        ledger.close();
    }

    private Receive receive(Ledger of, Spool spool) {
        var tasks = new Tasks(Map.of("triage", IntakeFixture.task(false)));
        return new Receive(of, spool, tasks, new Inbox(data.resolve("inbox")), new Arrivals(of, spool));
    }

    private Spool spool() {
        return new LocalSpool(data.resolve("spool"));
    }

    @Test
    void aFileThatAnotherNodeIsTakingIsLeftToIt() throws IOException {
        String duty = "take " + file.toUri();
        assertThat(other.nodes().duties().take(duty)).isTrue();
        receive(ledger, spool()).take(file.toFile(), "triage");
        assertThat(file).exists();
        other.nodes().duties().end(duty);
        receive(ledger, spool()).take(file.toFile(), "triage");
        receive(other, spool()).take(file.toFile(), "triage");
        assertThat(ledger.drops().find(1).orElseThrow().state()).isEqualTo(DropState.RECEIVED);
        assertThat(ledger.drops().find(2)).isEmpty();
    }

    @Test
    void whatANodeTookWhileItCountedAsDeadIsPutBackForTheOthers() throws IOException {
        Spool slow = new LocalSpool(data.resolve("spool")) {
            @Override
            public void take(Path from, String path) throws IOException {
                Node me = ledger.nodes().living().get(0);
                assertThat(other.nodes().bury(me)).isTrue();
                receive(other, spool()).recoverArriving();
                super.take(from, path);
            }
        };
        assertThatThrownBy(() -> receive(ledger, slow).take(file.toFile(), "triage"))
                .isInstanceOf(NodeDeadException.class);
        assertThat(other.drops().find(1).orElseThrow().state()).isEqualTo(DropState.VOID);
        assertThat(file).hasContent("id\n1\n");
        receive(other, spool()).take(file.toFile(), "triage");
        assertThat(other.drops().find(2).orElseThrow().state()).isEqualTo(DropState.RECEIVED);
    }
}
