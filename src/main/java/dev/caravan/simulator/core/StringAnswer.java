package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes strings: what the text offers or gives for the name, else what the format or pattern wants, else a piece of the text. */
record StringAnswer(UserText said) {
    private static final String LABEL = "[simulated] ";
    private static final int USUAL_LENGTH = 120;

    String make(JsonNode schema, Place place) {
        int min = schema.path("minLength").asInt(0);
        int max = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        String pattern = schema.path("pattern").asText("");
        List<String> offered = said.offered(place.name()).stream()
                .filter(value -> fits(value, min, max, pattern))
                .toList();
        if (!offered.isEmpty()) {
            return offered.get(
                    place.path().contains("/" + place.number() + "/")
                            ? place.number() % offered.size()
                            : Hash.below(offered.size(), said.raw(), place.path()));
        }
        Optional<String> given = place.item() == 0
                ? said.valueOf(place.name()).filter(v -> fits(v, min, max, pattern))
                : Optional.empty();
        if (given.isPresent()) {
            return given.get();
        }
        if (!pattern.isEmpty()) {
            return matching(pattern, min, max, place);
        }
        String formatted = formatted(schema.path("format").asText(""), place);
        if (!formatted.isEmpty()) {
            return formatted;
        }
        return sized(place.item() > 0 ? word(place) : sentence(max), min, max);
    }

    private String sentence(int max) {
        return max < 2 * LABEL.length()
                ? said.shortened(max)
                : LABEL + said.shortened(Math.min(USUAL_LENGTH, max - LABEL.length()));
    }

    private String word(Place place) {
        List<String> words = said.words();
        int number = place.item() - 1;
        String word = words.get(number % words.size());
        return number < words.size() ? word : word + "-" + number / words.size();
    }

    private String matching(String pattern, int min, int max, Place place) {
        try {
            Optional<String> found = said.firstMatch(Pattern.compile(pattern)).filter(v -> fits(v, min, max, pattern));
            return found.orElseGet(() ->
                    sized(new PatternText(pattern, Hash.of(said.raw(), place.path())).make(), min, max));
        } catch (PatternSyntaxException e) {
            return sized(sentence(max), min, max);
        }
    }

    private static boolean fits(String value, int min, int max, String pattern) {
        int length = value.codePointCount(0, value.length());
        if (length < min || length > max) {
            return false;
        }
        try {
            return pattern.isEmpty() || Pattern.compile(pattern).matcher(value).find();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private static String sized(String text, int min, int max) {
        StringBuilder sized = new StringBuilder(text);
        while (sized.codePointCount(0, sized.length()) < min) {
            sized.append(text.isEmpty() ? "." : " ").append(text);
        }
        int length = sized.codePointCount(0, sized.length());
        return length <= max ? sized.toString() : sized.substring(0, sized.offsetByCodePoints(0, max));
    }

    private String formatted(String format, Place place) {
        int day = 1 + Hash.below(28, said.raw(), place.path());
        return switch (format) {
            case "date" -> "2026-01-%02d".formatted(day);
            case "date-time" -> "2026-01-%02dT12:00:00Z".formatted(day);
            case "time" -> "12:%02d:00Z".formatted(day);
            case "duration" -> "P%dD".formatted(day);
            case "email" -> "simulated%d@example.com".formatted(day);
            case "hostname" -> "host%d.example.com".formatted(day);
            case "uri", "url" -> "https://example.com/simulated/%d".formatted(day);
            case "ipv4" -> "192.0.2.%d".formatted(day);
            case "ipv6" -> "2001:db8::%d".formatted(day);
            case "uuid" -> uuid(Hash.hex(said.raw(), place.path()));
            default -> "";
        };
    }

    private static String uuid(String hex) {
        return "%s-%s-4%s-8%s-%s"
                .formatted(
                        hex.substring(0, 8),
                        hex.substring(8, 12),
                        hex.substring(13, 16),
                        hex.substring(17, 20),
                        hex.substring(20, 32));
    }
}
