package dev.caravan.intake.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Patterns of paths, as Ant and Camel's {@code antInclude} read them: {@code *} within a name, {@code **} over folders,
 * {@code ?} one character; several are parted by commas.
 */
final class Glob {
    private static final Pattern TOKEN = Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|[^*?]+");
    private final List<Pattern> patterns = new ArrayList<>();

    Glob(String text) {
        for (String one : text.split(",")) {
            patterns.add(compile(one.strip()));
        }
    }

    boolean matches(String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        Matcher tokens = TOKEN.matcher(glob);
        while (tokens.find()) {
            regex.append(
                    switch (tokens.group()) {
                        case "**/" -> "(?:[^/]*+/)*";
                        case "**" -> ".*";
                        case "*" -> "[^/]*";
                        case "?" -> "[^/]";
                        default -> Pattern.quote(tokens.group());
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
