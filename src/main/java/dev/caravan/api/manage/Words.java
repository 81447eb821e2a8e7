package dev.caravan.api.manage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** States, money, times and JSON as they are written and read below {@code /api}. */
final class Words {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Words() {}

    static String of(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** US dollars. */
    static double usd(long micros) {
        return micros / 1_000_000.0;
    }

    /** A JSON value as it is; a text that is none as text. */
    static @Nullable Object json(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** Null if it is not given. */
    static <E extends Enum<E>> @Nullable E read(Class<E> type, String field, @Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> of(one).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                HttpStatus.BAD_REQUEST,
                                field,
                                "must be one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(Words::of)
                                                .collect(Collectors.joining(", ")))
                        .thrown());
    }

    /** A day, which begins in UTC, or a time. Null if it is not given. */
    static @Nullable Instant time(String field, @Nullable String text) {
        try {
            return text == null
                    ? null
                    : text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, field, "must be 2026-11-20 (UTC) or 2026-11-20T08:00:00Z")
                    .thrown();
        }
    }
}
