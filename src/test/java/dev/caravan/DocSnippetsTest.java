package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.api.Contract;
import dev.caravan.schema.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.error.YAMLException;

/** Nothing that people copy out of the documents is wrong, and nothing stands in them that nobody has judged. */
class DocSnippetsTest {
    /** By the word behind {@code json}: which test compares it with what is really said. All others are names of schemas. */
    private static final Map<String, String> COMPARED = Map.of(
            "health", "env/HealthTest",
            "problem of a command", "JsonCommandsTest",
            "line of a publication", "publish/PublishTest",
            "bill", "realtime/RealTimeTest",
            "notice", "notice/NoticeDocTest",
            "policy", "ProviderRightsTest");

    @TempDir
    Path folder;

    /** Files that a page shows whole; CookbookPagesTest and SchemasTest hold them to the files, and those to the readers. */
    private static Set<String> quoted() throws IOException {
        Set<String> quoted = new HashSet<>();
        for (CookbookPage page : CookbookPage.all()) {
            quoted.addAll(page.quoted().values());
        }
        for (Path file : Doc.below("src/test/resources/schemas/whole")) {
            quoted.add(Files.readString(file));
        }
        return quoted;
    }

    @Test
    void everyYamlIsWhatCheckTakes() throws IOException {
        Keys keys = new Keys();
        Set<String> quoted = quoted();
        List<String> wrong = new ArrayList<>();
        Map<Path, ShownInstallation> shown = new TreeMap<>();
        int seen = 0;
        for (Fence fence : Doc.fences()) {
            if (!fence.language().equals("yaml") || quoted.contains(fence.body())) {
                continue;
            }
            ShownInstallation here = shown.get(fence.document());
            if (here == null) {
                here = new ShownInstallation(Files.createDirectory(folder.resolve("doc-" + shown.size())), keys);
                shown.put(fence.document(), here);
            }
            for (Fence.Part part : fence.parts()) {
                try {
                    here.add(part);
                    seen++;
                } catch (IllegalArgumentException | YAMLException e) {
                    wrong.add(fence + ": " + e.getMessage());
                }
            }
        }
        shown.forEach((document, here) -> here.problems().forEach(problem -> wrong.add(document + ": " + problem)));
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(30);
    }

    @Test
    void whatIsWrongOrStrangeIsFound() throws IOException {
        ShownInstallation here = new ShownInstallation(folder.resolve("wrong"), new Keys());
        here.add(shown("batch-models: {fast: {credential: nobody, model: gpt-5-mini}}"));
        here.add(shown("review: {when: 'nothing < 1'}"));
        here.add(shown("- to: {uri: kamelet:no-such-sink}"));
        assertThat(here.problems())
                .anyMatch(problem -> problem.startsWith("Unknown credential \"nobody\""))
                .anyMatch(problem -> problem.startsWith("\"nothing\" of review.when is not in the output schema"))
                .anyMatch(problem -> problem.startsWith("Unknown kamelet \"no-such-sink\""));
        assertThatThrownBy(() -> here.add(shown("colour: blue"))).hasMessageStartingWith("what is this?");
        assertThatThrownBy(() -> here.add(shown("caravan: {colour: blue}")))
                .hasMessage("no such setting: [caravan.colour]");
    }

    @Test
    void everyJsonIsWhatTheContractPromisesOrATestCompares() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Contract contract = Contract.read();
        Set<String> quoted = quoted();
        Set<String> compared = new HashSet<>();
        for (Fence fence : Doc.fences()) {
            if (!fence.language().equals("json") || quoted.contains(fence.body())) {
                continue;
            }
            // Left out in the document: the ends of ids, and fields behind the last one.
            boolean cut = fence.body().contains(", …}");
            String text = fence.body().replace(", …}", "}").replace("batch_…", "batch_" + "a".repeat(26));
            List<JsonNode> values =
                    mapper.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
            assertThat(values).as("%s", fence).isNotEmpty();
            if (COMPARED.containsKey(fence.marker())) {
                compared.add(fence.marker());
                continue;
            }
            assertThat(fence.marker())
                    .as("%s: a schema of openapi/caravan.yaml behind ```json", fence)
                    .isNotEmpty();
            for (JsonNode value : values) {
                assertThat(contract.faults(fence.marker(), value))
                        .as("%s", fence)
                        .allMatch(fault -> cut && fault.contains("required property"));
            }
        }
        assertThat(compared).isEqualTo(COMPARED.keySet());
        for (Map.Entry<String, String> one : COMPARED.entrySet()) {
            assertThat(Files.readString(Path.of("src/test/java/dev/caravan", one.getValue() + ".java")))
                    .contains("json " + one.getKey());
        }
    }

    private static Fence.Part shown(String yaml) {
        return Fence.of(Path.of("shown.md"), "```yaml\n" + yaml + "\n```\n")
                .get(0)
                .parts()
                .get(0);
    }
}
