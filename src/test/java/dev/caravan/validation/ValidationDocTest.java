package dev.caravan.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of codes in docs/validation.md is complete, and has none that nobody gives. */
class ValidationDocTest {
    private static final Pattern GIVEN = Pattern.compile("(?:\\.add\\(|Verdict\\(Kind\\.\\w+, )\\s*\"([a-z_.]+)\"");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_.]+)(?:<keyword>)?` \\|.*\\|.*\\|");
    private static final Set<String> OF_PROVIDERS = Set.of("truncated", "refused", "blocked");

    @Test
    void namesEveryCode() throws IOException {
        Set<String> given = new TreeSet<>(OF_PROVIDERS);
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/caravan/validation"))) {
            for (Path file : files.toList()) {
                Matcher code = GIVEN.matcher(Files.readString(file));
                while (code.find()) {
                    given.add(code.group(1));
                }
            }
        }
        given.remove("ok");
        List<String> rows = Files.readAllLines(Path.of("docs/validation.md"));
        Set<String> documented = new TreeSet<>();
        for (String row : rows.subList(rows.indexOf("## Codes"), rows.indexOf("## The nonce"))) {
            Matcher code = ROW.matcher(row);
            if (code.matches()) {
                documented.add(code.group(1));
            }
        }
        assertThat(documented).isEqualTo(given);
        assertThat(given).contains("schema.", "review.when", "nonce", "sanitized");
    }
}
