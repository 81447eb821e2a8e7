package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every command of the documents calls what there is. Blocks without a language are commands; those in bash are run by the
 * tests of DocExamplesTest, those that install by TarballIT.
 */
class DocCommandsTest {
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    /** What runs the blocks of another language in a document, or why nothing does. */
    private static final Map<String, String> OTHERS = Map.of(
            "sql CONTRIBUTING.md", "UpgradeTest",
            "sql docs/operations/storage.md", "UpgradeTest",
            "sql docs/scale.md", "PartitionedLedgerTest",
            "sql docs/cookbook/embeddings.md", "a query for DuckDB, which only measurements have",
            "python docs/gateway.md", "how another program's client is made",
            "js docs/gateway.md", "how another program's client is made",
            "java docs/gateway.md", "OpenAiClientTest");

    @Test
    void everyCommandIsKnown() throws IOException {
        KnownCommands known = new KnownCommands();
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Fence fence : Doc.fences()) {
            if (!fence.info().isEmpty()) {
                continue;
            }
            for (Command command : Command.of(fence.body())) {
                seen++;
                known.wrong(command).forEach(what -> wrong.add(fence + ": " + what));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(130);
    }

    /** But for those that show what may be left out or chosen. */
    @Test
    void everyBlockOfCommandsIsOneOfAShell() throws Exception {
        Process shell =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var in = shell.outputWriter()) {
            for (Fence fence : Doc.fences()) {
                if (fence.info().isEmpty()
                        && !fence.body().contains("=<")
                        && !fence.body().contains("[-")) {
                    in.write(fence.body());
                }
            }
        }
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    /** In the text: {@code `java -jar caravan.jar check`}, and shorter {@code `replay --sink=tickets-http`}. */
    @Test
    void everyCommandWithinASentenceIsKnown() throws IOException {
        KnownCommands known = new KnownCommands();
        String names = String.join("|", Told.commands(Usage.TEXT).keySet());
        Pattern whole = Pattern.compile("(?:java -jar|bin/caravan|mvn|docker compose) .*");
        Pattern bare = Pattern.compile("(?:caravan )?(?:" + names + ")(?: --\\S+.*)+");
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path document : Doc.all()) {
            for (String paragraph : Fence.without(Files.readString(document)).split("\n\\s*\n")) {
                for (MatchResult span : SPAN.matcher(paragraph).results().toList()) {
                    String text = span.group(1).replaceAll("\\s*\n\\s*", " ").strip();
                    boolean isBare = bare.matcher(text).matches();
                    if (!isBare && !whole.matcher(text).matches()) {
                        continue;
                    }
                    for (Command command : Command.of(isBare ? text.replaceFirst("^(caravan )?", "caravan ") : text)) {
                        seen++;
                        known.wrong(command).forEach(what -> wrong.add(document + ": " + what + " in " + text));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(40);
    }

    @Test
    void whatIsNotKnownIsFound() throws IOException {
        KnownCommands known = new KnownCommands();
        Map<String, String> wrong = new TreeMap<>();
        for (String line : List.of(
                "java -jar caravan.jar cancel --bach=12",
                "java -jar caravan.jar stop",
                "java -jar other.jar",
                "CARAVAN_NONSENSE=1 bin/caravan check again",
                "KEY=$(java -jar caravan.jar keys)",
                "java -jar caravan.jar --caravan.nonsense=1",
                "java -jar caravan.jar why --task=no-such-task",
                "mvn -Pnonsense compile -Dnonsense=1 -Dtest=NoSuchTest",
                "docker compose -f docker/compose.yaml --profile nonsense up nothing",
                "cp examples/nothing.csv data && wget x")) {
            Command.of(line)
                    .forEach(command ->
                            known.wrong(command).forEach(what -> wrong.merge(line, what, (a, b) -> a + "; " + b)));
        }
        assertThat(wrong.values())
                .containsExactlyInAnyOrder(
                        "option --bach=12 of cancel",
                        "command stop",
                        "jar of [-jar, other.jar]",
                        "variable CARAVAN_NONSENSE; check takes no again",
                        "command keys; variable KEY",
                        "option --caravan.nonsense=1 of ",
                        "no tasks/no-such-task/task.yaml",
                        "mvn does not know -Pnonsense; mvn does not know compile; mvn does not know -Dnonsense=1;"
                                + " mvn does not know -Dtest=NoSuchTest",
                        "docker/compose.yaml has no profile nonsense; docker/compose.yaml has no service nothing",
                        "file examples/nothing.csv; program wget");
    }

    @Test
    void everyBlockIsOfAKindThatIsHeld() throws IOException {
        Set<String> others = new HashSet<>();
        Set<String> quoted = new HashSet<>();
        for (CookbookPage page : CookbookPage.all()) {
            quoted.addAll(page.quoted().values());
        }
        for (Fence fence : Doc.fences()) {
            switch (fence.language()) {
                case "", "text", "yaml", "json" -> {}
                case "bash" -> assertThat(fence.body()).as("%s", fence).contains("curl ");
                case "sh", "markdown" -> assertThat(quoted).as("%s", fence).contains(fence.body());
                default -> others.add(fence.language() + " " + fence.document());
            }
        }
        assertThat(others).isEqualTo(OTHERS.keySet());
        Set<String> tests = new HashSet<>();
        for (Path file : Doc.below("src/test/java")) {
            tests.add(file.getFileName().toString().replace(".java", ""));
        }
        OTHERS.values().stream()
                .filter(by -> by.endsWith("Test"))
                .forEach(by -> assertThat(tests).contains(by));
        assertThat(Files.readString(Path.of("src/test/java/dev/caravan/ledger/UpgradeTest.java")))
                .contains("sql migration", "sql database");
    }
}
