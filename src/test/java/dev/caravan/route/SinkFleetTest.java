package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kind of sink has an example, a contract test that drives it, and its rows in docs/sinks.md. */
class SinkFleetTest {
    private static final String SUFFIX = ".kamelet.yaml";

    private static List<String> kinds() throws IOException {
        return files("routes/kamelets")
                .filter(file -> text(file).contains("camel.apache.org/kamelet.type: sink"))
                .map(file -> file.getFileName().toString().replace(SUFFIX, ""))
                .toList();
    }

    @Test
    void findsTheSinks() throws IOException {
        assertThat(kinds()).contains("jsonl-file-sink", "s3-sink", "gcs-sink", "sql-sink", "http-sink", "kafka-sink");
    }

    @TestFactory
    Stream<DynamicTest> isExemplifiedTestedAndDocumented() throws IOException {
        return kinds().stream()
                .map(kind -> DynamicTest.dynamicTest(kind, () -> {
                    List<String> examples = Stream.concat(files("routes/sinks"), files("examples/routes/sinks"))
                            .filter(file -> text(file).contains("kamelet:" + kind))
                            .map(Path::toString)
                            .toList();
                    assertThat(examples).as("examples of " + kind).isNotEmpty();
                    String tests = tests();
                    assertThat(examples)
                            .as("examples of %s that a SinkContract drives", kind)
                            .anySatisfy(example -> assertThat(tests).contains('"' + example + '"'));
                    String docs = text(Path.of("docs/sinks.md"));
                    assertThat(docs).contains('`' + kind + '`');
                    assertThat(examples)
                            .as("examples of %s that docs/sinks.md names", kind)
                            .anySatisfy(example ->
                                    assertThat(docs).contains('`' + example.replace(".camel.yaml", "") + '`'));
                }));
    }

    /** All tests that drive an example. */
    private static String tests() throws IOException {
        StringBuilder all = new StringBuilder();
        files("src/test/java/dev/caravan/route")
                .map(SinkFleetTest::text)
                .filter(text -> text.contains("String sample()"))
                .forEach(all::append);
        return all.toString();
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
