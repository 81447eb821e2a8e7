package dev.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Doc;
import dev.caravan.Fence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.error.YAMLException;

/** What operators find, shipped or in the documents, is right by the schemas. */
class RealFilesTest {
    private static final Schemas SCHEMAS = new Schemas();

    private static List<Path> below(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(path -> path.toString().endsWith(end)).sorted().toList();
        }
    }

    @Test
    void everyShippedFileIsRightAndNamesItsSchema() throws IOException {
        List<Path> seen = new ArrayList<>();
        for (ConfigFile file : ConfigFile.values()) {
            for (Path path : below("config", "/" + file.word() + ".yaml")) {
                String text = Files.readString(path);
                assertThat(SCHEMAS.wrong(file, Yaml.json(text))).as("%s", path).isEmpty();
                String named =
                        text.lines().findFirst().orElse("").replaceFirst("# yaml-language-server: \\$schema=", "");
                assertThat(path.getParent().resolve(named).normalize())
                        .as("%s, seen from %s", named, path)
                        .isEqualTo(Path.of("schemas", file.word() + ".schema.json"));
                seen.add(path);
            }
        }
        assertThat(seen).hasSizeGreaterThan(15);
        // In the tarball they lie there; here that is another name of the folder that goes into the jar.
        assertThat(Path.of("schemas").toRealPath())
                .isEqualTo(Path.of("src/main/resources/schemas").toRealPath());
    }

    @Test
    void theDocumentsThatLeadTheReadersAreRight() throws IOException {
        int seen = 0;
        for (ConfigFile file : ConfigFile.values()) {
            for (Path path : below("src/test/resources/schemas", "/" + file.word() + ".yaml")) {
                assertThat(SCHEMAS.wrong(file, Yaml.json(Files.readString(path))))
                        .as("%s", path)
                        .isEmpty();
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(13);
    }

    /** Parts of a task lack what it must have, and what ends in … is cut. {@code DocSnippetsTest} gives them to the readers. */
    @Test
    void snippetsOfTheDocumentsAreRight() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Fence fence : Doc.fences()) {
            for (Fence.Part part : fence.language().equals("yaml") ? fence.parts() : List.<Fence.Part>of()) {
                JsonNode read;
                try {
                    read = Yaml.json(part.text());
                } catch (IllegalArgumentException | YAMLException notOfOurs) {
                    continue;
                }
                ConfigFile file = Snippets.fileOf(read);
                if (file == null) {
                    continue;
                }
                seen++;
                SCHEMAS.wrong(file, read).stream()
                        .filter(message -> !message.contains("required property") || !message.startsWith("$: "))
                        .filter(message ->
                                !message.contains("pattern") || !part.text().contains("…"))
                        .forEach(message -> wrong.add(fence + ": " + message + "\n" + part.text()));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(45);
    }
}
