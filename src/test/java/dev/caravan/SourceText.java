package dev.caravan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program's own sources, as text in which sentences over several lines are one. */
record SourceText(String text) {
    private static final Path MAIN = Path.of("src/main/java/dev/caravan");

    /** @param places files or folders of {@code dev.caravan}; all of it without any */
    static SourceText of(String... places) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String place : places.length == 0 ? new String[] {""} : places) {
            try (Stream<Path> files = Files.walk(MAIN.resolve(place))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.startsWith(MAIN.resolve("simulator")))
                        .sorted()
                        .forEach(file -> all.append(read(file)));
            }
        }
        return new SourceText(all.toString().replaceAll("\"\\s*\\+\\s*\"", ""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the first group of a pattern finds. */
    Set<String> all(String... patterns) {
        Set<String> found = new TreeSet<>();
        for (String pattern : patterns) {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            int before = found.size();
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
            if (found.size() == before) {
                throw new AssertionError("Nothing that was not found before: " + pattern);
            }
        }
        return found;
    }

    /** Whether a message of the program may read so; {@code …} stands for what it fills in. */
    boolean says(String message) {
        String pattern = Stream.of(message.replace("\"", "\\\"").split("…", -1))
                .map(Pattern::quote)
                .reduce((one, next) -> one + "[^;]{0,200}?" + next)
                .orElseThrow();
        return Pattern.compile(pattern).matcher(text).find();
    }
}
