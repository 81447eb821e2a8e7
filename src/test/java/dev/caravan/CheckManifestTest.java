package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.retention.Manifests;
import dev.caravan.retention.ManifestsAccess;
import dev.caravan.spool.LocalSpool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --manifest} beside a process that has the ledger open. */
class CheckManifestTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private Ledger running;

    @BeforeEach
    void drop() throws IOException {
        running = SqliteLedger.open(data.resolve("ledger").resolve("caravan.db"), Clock.systemUTC());
        var spool = new LocalSpool(data.resolve("spool"));
        int task = running.recipes().taskId("triage");
        long drop = running.drops().arriving(new Drops.NewDrop(task, "inbox", "file:///in.csv", null));
        try (var bytes = spool.create("drops/1/in.csv")) {
            bytes.write("id\n\n".getBytes(StandardCharsets.UTF_8));
            bytes.commit();
        }
        running.drops().received(drop, "drops/1/in.csv", 4);
        Drops.Claim claim = running.drops().claimForRead().orElseThrow();
        running.drops()
                .append(
                        claim,
                        new Drops.ReadPart(1, List.of(), List.of(new Drops.Refusal(2, "missing_key", "no id")), 1, 1));
        running.drops().seal(claim);
        Manifests manifests = ManifestsAccess.manifests(running, spool, data.resolve("manifests"));
        assertThat(manifests.once()).isEqualTo(1);
    }

    @AfterEach
    void close() {
        running.close();
    }

    private int check(String... options) {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--caravan.data=" + data;
        return Check.run(all, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private List<String> said() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Path manifest() {
        return data.resolve("manifests/triage/drop-1-manifest-1.json");
    }

    @Test
    void saysInOneLineThatEverythingAgrees() {
        assertThat(check("--manifest=" + manifest())).isZero();
        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).matches("check: ok \\(manifest 1 of drop 1: 1 leaves, root [0-9a-f]{64}\\)");
    }

    @Test
    void saysWhatDoesNot() throws IOException {
        Files.writeString(data.resolve("spool/drops/1/in.csv"), "id\n7\n");
        assertThat(check("--manifest=" + manifest())).isEqualTo(1);
        assertThat(said())
                .containsExactly(
                        "drops/1/in.csv in the spool is not what it was", "check: manifest 1 of drop 1: 1 problem");
    }

    @Test
    void namesARecordThatTheDropDoesNotHave() {
        assertThat(check("--manifest=" + manifest(), "--source-id=T-1")).isEqualTo(1);
        assertThat(said()).containsExactly("check: the drop has no record \"T-1\"");
    }

    @Test
    void saysWhyAFileCanNotBeChecked() throws IOException {
        Path other = Files.writeString(data.resolve("other.json"), "{}");
        assertThat(check("--manifest=" + other)).isEqualTo(1);
        assertThat(said())
                .containsExactly("check: " + other + " can't be checked: it is no manifest of a drop: \"format\" is not"
                        + " \"caravan drop manifest 1\"");
    }
}
