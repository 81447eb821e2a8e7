package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.FuzzRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole and damaged files of every installed format, plain and compressed, in a process with little memory: no hang, no
 * other error than a clear one, nothing lost in silence. {@code -Dcaravan.fuzz.cases=100000} for a long run.
 */
class ReaderFuzzTest {
    private static final int CASES = 100;

    @TempDir
    Path folder;

    @Test
    void everyReaderEndsWithEveryRowOrAClearReason() throws Exception {
        List<String> lines = FuzzRun.of(ReaderFuzz.class, "160m", folder, CASES);
        lines.forEach(System.out::println);
        assertThat(lines).last().isEqualTo("exit 0");
        assertThat(lines).noneMatch(line -> line.startsWith("WRONG") || line.startsWith("HANGS"));
        assertThat(lines)
                .extracting(line -> line.replaceFirst(":.*", ""))
                .contains("csv", "json", "jsonl", "xml", "txt", "parquet", "zip");
    }
}
