package dev.caravan.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every setting that the code, the routes or the shipped files ask for, with the defaults that they have for it. */
final class SettingsInCode {
    private static final String NAME = "(caravan\\.[a-z0-9.-]*[a-z0-9])";
    private static final List<Pattern> JAVA = List.of(
            Pattern.compile("\\$\\{" + NAME + "(?::((?:[^{}]|\\$\\{[^}]*}|#\\{null})*))?}"),
            Pattern.compile("getProperty\\(\\s*\"" + NAME + "\"(?:,\\s*\"([^\"]*)\"\\))?"),
            Pattern.compile("getProperty\\(\\s*\"" + NAME + "\", Boolean.class, (\\w+)\\)"),
            Pattern.compile("\\.bind\\(\\s*\"" + NAME + "\"()"),
            Pattern.compile("ConditionalOnProperty\\(\"" + NAME + "\"()"),
            Pattern.compile("static final String \\w+ =\\s*\"" + NAME + "\"()"));
    private static final Pattern ROUTE = Pattern.compile("\\{\\{\\??" + NAME + "(?::([^{}]*))?}}");
    /** Constants that look like a setting: a field of prompts, metrics, headers of files, properties of exchanges. */
    private static final Set<String> NONE = Set.of(
            "caravan.nonce",
            "caravan.provider.call",
            "caravan.sha256",
            "caravan.work",
            "caravan.call.begun",
            "caravan.headers");

    /** Names with all defaults that are said anywhere; one that is not said is the empty text. */
    final TreeMap<String, Set<String>> found = new TreeMap<>();

    SettingsInCode() throws IOException {
        for (Path file : below("src/main/java", ".java")) {
            for (Pattern pattern : JAVA) {
                find(pattern, Files.readString(file));
            }
        }
        for (Path file : below("routes", ".yaml")) {
            find(ROUTE, Files.readString(file));
        }
        for (Path file : below("config", ".yaml")) {
            find(JAVA.get(0), Files.readString(file));
        }
        NONE.forEach(found::remove);
    }

    private void find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String fallback = matcher.group(2) == null ? "" : matcher.group(2);
            found.computeIfAbsent(matcher.group(1), any -> new TreeSet<>())
                    .add(fallback.replace("${caravan.data:data}", "data").replaceAll("[#$]\\{.*}", ""));
            // A setting within the default of another one.
            if (fallback.contains("${")) {
                find(pattern, fallback);
            }
        }
    }

    private static List<Path> below(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(path -> path.toString().endsWith(end)).sorted().toList();
        }
    }
}
