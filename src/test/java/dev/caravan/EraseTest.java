package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.SqliteLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command beside a process that has the ledger open. */
class EraseTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private int erase(String... options) {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--caravan.data=" + data;
        return Erase.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Ledger running() {
        Ledger ledger = SqliteLedger.open(data.resolve("ledger").resolve("caravan.db"), Clock.systemUTC());
        int task = ledger.recipes().taskId("triage");
        int recipe = ledger.recipes().bind(new Recipes.NewRecipe(task, 1, 1, "hash", "{}", "{}"));
        long drop = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "file:///in.csv", null));
        ledger.drops().received(drop, "drops/1/in.csv", 4);
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        var frame = new Drops.Frame("drops/1/segment", 0, List.of(new Drops.Row("T-1", 7, 2)));
        ledger.drops().append(claim, new Drops.ReadPart(recipe, List.of(frame), List.of(), 1, 1));
        ledger.drops().seal(claim);
        return ledger;
    }

    @Test
    void leavesTheRequestAndSaysWhereTheRecordIs() throws IOException {
        try (Ledger ledger = running()) {
            assertThat(erase("--task=triage", "--source-id=T-1", "--actor=dpo")).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8).lines().limit(2))
                    .containsExactly("record 1 of drop 1: queued", "No sink has received it.");
            assertThat(data.resolve("erase")).isDirectoryContaining("glob:**.json");
            assertThat(ledger.erasures().seen("triage", "T-1"))
                    .as("the process that has the ledger does it")
                    .hasSize(1);
        }
    }

    @Test
    void asksForNothingThatIsNotThere() {
        try (Ledger ledger = running()) {
            assertThat(erase("--task=triage", "--source-id=T-2")).isEqualTo(1);
            assertThat(erase("--task=triage")).isEqualTo(2);
            assertThat(ledger.erasures().home()).isEmpty();
        }
        assertThat(data.resolve("erase")).doesNotExist();
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "erase: task \"triage\" has no record with this source ID. Nothing was asked for",
                        "erase: --task=<task> and --source-id=<id> say which record; --actor=<name> says who asks");
    }

    @Test
    void saysThatThereIsNoLedger() {
        assertThat(erase("--task=triage", "--source-id=T-2")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("erase: There is no ledger in " + data)
                .endsWith(". Nothing was asked for\n");
    }
}
