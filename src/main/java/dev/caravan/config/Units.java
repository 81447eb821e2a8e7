package dev.caravan.config;

import dev.caravan.config.YamlValue.Range;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and percentages as people write them. */
public final class Units {
    static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|kB|KB|MB|GB|KiB|MiB|GiB)?");
    static final Pattern PERCENT = Pattern.compile("(100(?:\\.0{1,6})?|0?\\d{1,2}(?:\\.\\d{1,6})?)%");
    private static final Map<String, Long> BYTES = Map.of(
            "B", 1L,
            "kB", 1_000L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30);

    private Units() {}

    /** {@code 500ms}, {@code 30s}, {@code 15m}, {@code 12h} or {@code 7d}; empty for anything else. */
    public static Optional<Duration> duration(String text) {
        Matcher found = DURATION.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(found.group(1));
        return Optional.of(
                switch (found.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    static Optional<Range> range(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return Optional.empty();
        }
        return duration(text.substring(0, dots).strip())
                .flatMap(first -> duration(text.substring(dots + 2).strip())
                        .filter(longest -> first.compareTo(longest) <= 0)
                        .map(longest -> new Range(first, longest)));
    }

    static Optional<Long> size(String text) {
        Matcher found = SIZE.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        String unit = found.group(2) == null ? "B" : found.group(2);
        return Optional.of(Long.parseLong(found.group(1)) * BYTES.getOrDefault(unit, 1L));
    }

    static Optional<Double> percent(String text) {
        Matcher found = PERCENT.matcher(text);
        return found.matches() ? Optional.of(Double.parseDouble(found.group(1))) : Optional.empty();
    }
}
