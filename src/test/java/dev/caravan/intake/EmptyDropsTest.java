package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.DropState;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drops in which there is nothing: each comes to an end, and nothing of it is queued. */
class EmptyDropsTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({
        "a.csv, '', 'line 1: there is no header; the first line names the columns'",
        "a.csv, 'id,body|', ''",
        "a.csv, '||  ||', 'line 3: column 1 of the header has no name'",
        "a.tsv, '', 'line 1: there is no header; the first line names the columns'",
        "a.jsonl, '', ''",
        "a.jsonl, '||   ||', ''",
        "a.json, '', 'line 1: the file is empty'",
        "a.json, '[]', ''",
        "a.json, '  ||', 'line 1: the file is empty'",
        "a.csv.gz, '', 'line 1: named .gz, but there is no gzip data in it'"
    })
    void comeToAnEnd(String name, String text, String reason) throws Exception {
        IntakeFixture intake = new IntakeFixture(data, false);
        intake.receive.take(
                intake.drop("triage/" + name, text.replace('|', '\n')).toFile(), "triage");
        Read read = intake.read();
        assertThat(read.once()).isTrue();
        assertThat(read.once()).isFalse();
        MemoryDrops.Entry drop = intake.entry(1);
        assertThat(drop.rows).isEmpty();
        if (reason.isEmpty()) {
            assertThat(drop.state).isEqualTo(DropState.SEALED);
        } else {
            assertThat(drop.state).isEqualTo(DropState.FAILED);
            assertThat(drop.reason).startsWith(reason);
            assertThat(intake.failed("triage")).hasSize(2);
        }
    }
}
