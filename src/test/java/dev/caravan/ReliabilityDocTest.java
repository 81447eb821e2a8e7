package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of rules in docs/reliability.md names tests that are there. */
class ReliabilityDocTest {
    private static final int RULES = 47;
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void namesForEachRuleTestsThatAreThere() throws IOException {
        Map<Integer, List<String>> tests = new TreeMap<>();
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/reliability.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                int rule = Integer.parseInt(row.group(1));
                List<String> named = tests.computeIfAbsent(rule, r -> new ArrayList<>());
                Matcher test = TEST.matcher(row.group(3));
                while (test.find()) {
                    named.add(test.group());
                    if (!sources.getOrDefault(test.group(1), "").contains("void " + test.group(2) + "(")) {
                        missing.add("rule " + rule + ": " + test.group());
                    }
                }
                if (named.isEmpty() && !row.group(3).startsWith("not built")) {
                    missing.add("rule " + rule + " names no test and does not say \"not built\"");
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(tests.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, RULES).boxed().toList());
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.merge(
                        file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
            }
        }
        return sources;
    }
}
