package dev.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas and references that are committed are those of the code: {@code -Dregenerate=1} writes them. */
class SchemasTest {
    private static final Shapes SHAPES = new Shapes();

    @Test
    void nothingIsWrongWithTheDocuments() {
        assertThat(SHAPES.heard().sorted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentsLeadTheReaderEverywhere(ConfigFile file) {
        assertThat(SHAPES.of(file).gaps("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyHasAText(ConfigFile file) {
        assertThat(new Texts(file).mismatches(SHAPES.of(file))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaIsThatOfTheReader(ConfigFile file) throws IOException {
        Shape shape = SHAPES.of(file);
        compare(
                file.schema(),
                SchemaWriter.pretty(new SchemaWriter(new Texts(file), file.placeholders()).write(file, shape)));
    }

    @ParameterizedTest
    @EnumSource
    void theReferenceIsThatOfTheReader(ConfigFile file) throws IOException {
        String example = Files.readString(Shapes.DOCUMENTS.resolve("whole").resolve(file.example()));
        compare(
                Path.of("docs/reference/" + file.word() + ".md"),
                new Reference(new Texts(file)).write(file, SHAPES.of(file), example));
    }

    static void compare(Path committed, String made) throws IOException {
        if (System.getProperty("regenerate") != null) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, made);
        }
        assertThat(Files.exists(committed) ? Files.readString(committed) : "")
                .as("%s; write it with -Dregenerate=1", committed)
                .isEqualTo(made);
    }
}
