package dev.caravan.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a page is narrowed to, as its address has it, so that a view can be sent to a colleague.
 *
 * @param values by name, in the order of the page; stripped, none empty
 */
public record Filters(Map<String, String> values) {

    /** A parameter that was left empty is none. */
    public static Filters of(HttpServletRequest request, String... names) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : names) {
            String value = request.getParameter(name);
            if (value != null && !value.isBlank()) {
                values.put(name, value.strip());
            }
        }
        return new Filters(values);
    }

    /** Empty if it is none. */
    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** Empty if it is none, or no number from 0. */
    public OptionalLong number(String name) {
        String value = value(name);
        return value.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    /** A day, which begins in UTC, or a time; null if it is none, or neither. */
    public @Nullable Instant time(String name) {
        String text = value(name);
        try {
            return text.isEmpty()
                    ? null
                    : text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The one that is named in small letters, such as {@code in_doubt}; null if it is none. */
    public <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        String word = value(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }

    public boolean any() {
        return !values.isEmpty();
    }

    /**
     * The address of a page that is narrowed like this one.
     *
     * @param more names and values in turn, which go before those of this page; without a value they are left out
     */
    public String at(String path, String... more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        String query = all.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
