package dev.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.error.YAMLException;

/** What operators find, shipped or in the documents, is right by the schemas. */
class RealFilesTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
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

    /** Blocks of which the keys at the top say what they are part of; parts of a task lack what it must have, and what ends in … is cut. */
    @Test
    void snippetsOfTheDocumentsAreRight() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        List<Path> documents = new ArrayList<>(below("docs", ".md"));
        documents.add(Path.of("README.md"));
        for (Path document : documents) {
            Matcher block = BLOCK.matcher(Files.readString(document));
            while (block.find()) {
                JsonNode read;
                try {
                    read = Yaml.json(block.group(1));
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
                                !message.contains("pattern") || !block.group(1).contains("…"))
                        .forEach(message -> wrong.add(document + ": " + message + "\n" + block.group(1)));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(20);
    }
}
