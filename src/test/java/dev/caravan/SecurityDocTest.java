package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of docs/security.md names tests, and they are there. */
class SecurityDocTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");

    @Test
    void namesForEachThreatTestsThatAreThere() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/security.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| against"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(15);
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            Matcher test = TEST.matcher(row);
            boolean named = false;
            while (test.find()) {
                named = true;
                if (!source(test.group(1)).contains("void " + test.group(2) + "(")) {
                    missing.add(test.group());
                }
            }
            if (!named) {
                missing.add("no test in: " + row);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(name + ".java"))
                    .map(SecurityDocTest::read)
                    .reduce("", String::concat);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
