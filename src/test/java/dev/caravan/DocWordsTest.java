package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Settings and metrics that documents name are there. */
class DocWordsTest {
    private static final Pattern SETTING = Pattern.compile("(?:`|--)(caravan\\.[a-z][a-z.-]*[a-z])(?=[`=:*. ])");
    private static final Pattern METRIC = Pattern.compile("\\b(caravan_[a-z_]*[a-z])\\b(?!_\\*)");
    /** Files, and what prompts and rules know. */
    private static final Set<String> OTHERS = Set.of("caravan.jar", "caravan.db", "caravan.nonce", "caravan.sha");

    private static Set<String> unknown(Pattern pattern, Predicate<String> known) throws IOException {
        Set<String> unknown = new TreeSet<>();
        int seen = 0;
        try (Stream<Path> files = Stream.concat(Stream.of(Path.of("README.md")), Files.walk(Path.of("docs")))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher word = pattern.matcher(Files.readString(page));
                while (word.find()) {
                    seen++;
                    if (!known.test(word.group(1))) {
                        unknown.add(page + ": " + word.group(1));
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(50);
        return unknown;
    }

    @Test
    void settings() throws IOException {
        Set<String> settings = new TreeSet<>();
        new ObjectMapper()
                .readTree(Files.readString(
                        Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json")))
                .path("properties")
                .forEach(one -> settings.add(one.path("name").asText()));
        // What else begins so: attributes of spans.
        String observability = Files.readString(Path.of("docs/observability.md"));
        String spans = observability.substring(observability.indexOf("| attribute | of |"));
        assertThat(unknown(
                        SETTING,
                        word -> OTHERS.contains(word)
                                || settings.stream()
                                        .anyMatch(name -> name.equals(word)
                                                || name.startsWith(word + ".")
                                                || word.startsWith(name + "."))
                                || spans.contains("`" + word + "`")))
                .isEmpty();
    }

    @Test
    void metrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        Matcher row =
                Pattern.compile("(?m)^\\| `(caravan_\\w+)").matcher(Files.readString(Path.of("docs/observability.md")));
        while (row.find()) {
            metrics.add(row.group(1));
        }
        assertThat(unknown(
                        METRIC,
                        word -> metrics.contains(word.replaceFirst("_(bucket|count|sum|max)$", ""))
                                || metrics.contains(word)))
                .isEmpty();
    }
}
