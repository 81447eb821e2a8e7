package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a real bash, as somebody who presses the tab key has it. */
class CompletionTest {
    @TempDir
    Path folder;

    /** What is offered where these words stand in the line, the last one unfinished; all in one shell. */
    private Map<String, Set<String>> offered(List<String> lines) throws Exception {
        StringBuilder asked = new StringBuilder(Completion.script());
        for (String line : lines) {
            asked.append("COMP_WORDS=(").append(line).append(")\n");
            asked.append("COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _caravan 2>/dev/null\n");
            asked.append("printf '%s|' \"").append(line).append("\"; echo \"${COMPREPLY[*]}\"\n");
        }
        Path script = Files.writeString(folder.resolve("ask.bash"), asked);
        Process bash = new ProcessBuilder("bash", script.toString())
                .redirectError(folder.resolve("err").toFile())
                .start();
        Map<String, Set<String>> offered = new TreeMap<>();
        try (var out = bash.inputReader()) {
            out.lines().forEach(line -> {
                String[] parts = line.split("\\|", 2);
                offered.put(parts[0], new TreeSet<>(List.of(parts[1].split(" "))));
            });
        }
        assertThat(bash.waitFor()).isZero();
        assertThat(folder.resolve("err")).isEmptyFile();
        return offered;
    }

    @Test
    void offersEveryCommandAndItsOptions() throws Exception {
        Map<String, Set<String>> commands = Told.commands(Usage.TEXT);
        assertThat(commands)
                .containsKeys("check", "status", "sample", "rerun", "key", "simulator", "completion", "help");
        assertThat(commands.get("rerun")).contains("--task=", "--earlier", "--yes", "--why=", "--json");
        assertThat(commands.get("sample")).contains("--random", "-n");
        Map<String, Set<String>> offered = offered(
                commands.keySet().stream().map(name -> "caravan " + name + " -").toList());
        assertThat(offered).hasSameSizeAs(commands);
        commands.forEach((name, options) ->
                assertThat(offered.get("caravan " + name + " -")).as(name).isEqualTo(options));
        assertThat(offered(List.of("caravan ''")).get("caravan ''"))
                .containsAll(commands.keySet())
                .contains("warm-up", "--server.port=");
    }

    @Test
    void narrowsWhatIsBegunAndLeavesValuesToFiles() throws Exception {
        Map<String, Set<String>> offered = offered(List.of(
                "caravan re", "caravan rerun --ta", "caravan cancel --batch = 12 --t", "caravan check --manifest ="));
        assertThat(offered.get("caravan re"))
                .contains("rerun", "release", "review", "replay")
                .doesNotContain("check");
        assertThat(offered.get("caravan rerun --ta")).containsExactly("--task=");
        assertThat(offered.get("caravan cancel --batch = 12 --t")).containsExactly("--task=");
        assertThat(offered.get("caravan check --manifest =")).containsExactly("");
    }

    @Test
    void knowsEveryCommandThatTheProgramHas() throws Exception {
        String program = Files.readString(Path.of("src/main/java/dev/caravan/CaravanApplication.java"));
        Set<String> known = new TreeSet<>(Told.commands(Usage.TEXT).keySet());
        known.add("run");
        assertThat(Pattern.compile("case \"([a-z]+)\"").matcher(program).results())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(known).contains(found.group(1)));
    }
}
