package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Protocol;
import dev.caravan.testkit.FuzzRun;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole and damaged result files of every installed protocol and endpoint, in a process with little memory: each line
 * gives one result, whatever it holds. {@code -Dcaravan.fuzz.cases=1000000} for a long run.
 */
class ResultFuzzTest {
    private static final int CASES = 300;

    @TempDir
    Path folder;

    @Test
    void everyLineOfEveryProtocolGivesOneResult() throws Exception {
        List<String> lines = FuzzRun.of(ResultFuzz.class, "64m", folder, CASES);
        lines.forEach(System.out::println);
        assertThat(lines).last().isEqualTo("exit 0");
        assertThat(lines).noneMatch(line -> line.startsWith("WRONG") || line.startsWith("HANGS"));
        for (Protocol protocol : ServiceLoader.load(Protocol.class)) {
            assertThat(lines).anyMatch(line -> line.startsWith(protocol.name() + " "));
        }
    }
}
