package dev.caravan.task;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.List;
import java.util.Locale;

/** Reads what {@code output.text} of {@code task.yaml} demands of every text in an answer. */
final class TextParts {
    private static final int DEFAULT_CHARS = 20_000;
    private static final int MOST_CHARS = 10_000_000;
    private static final int LONGEST_PATTERN = 500;

    private TextParts() {}

    static Task.Texts read(YamlMap text) {
        text.allow("html", "max-chars", "language", "forbid");
        String html = text.get("html").oneOf("reject", List.of("reject", "sanitize", "allow"));
        return new Task.Texts(
                Task.Html.valueOf(html.toUpperCase(Locale.ROOT)),
                text.get("max-chars").number(DEFAULT_CHARS, 1, MOST_CHARS),
                languages(text.get("language")),
                forbidden(text.get("forbid")));
    }

    private static List<String> languages(YamlValue value) {
        List<String> languages = value.texts();
        for (String one : languages) {
            if (!value.among(one, Languages.KNOWN.keySet())) {
                value.problem(
                        "\"" + one + "\" is no language that can be told from others",
                        "Allowed: " + String.join(", ", Languages.KNOWN.keySet()));
            }
        }
        return List.copyOf(languages);
    }

    private static List<String> forbidden(YamlValue value) {
        List<String> patterns = value.texts();
        for (String one : patterns) {
            try {
                if (one.length() > LONGEST_PATTERN) {
                    value.problem("A pattern of " + one.length() + " characters", "At most " + LONGEST_PATTERN);
                } else if (Pattern.compile(one).matcher("").find()) {
                    value.problem(
                            "The pattern \"" + one + "\" is found in every text", "Every answer would be invalid");
                }
            } catch (PatternSyntaxException e) {
                value.problem(
                        "Can't read the pattern \"" + one + "\": " + e.getMessage(),
                        "The syntax is that of RE2: no look-around and no references to groups, so no text takes long");
            }
        }
        return List.copyOf(patterns);
    }
}
