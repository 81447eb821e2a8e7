package dev.caravan.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a provider asks to be left alone. */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * Reads {@code retry-after-ms}, else {@code retry-after} in seconds or as an HTTP date. A date is compared with the
     * provider's own {@code date} header, with ours only if there is none. Never negative, never more than a day; null
     * if the answer does not say.
     */
    public static @Nullable Duration of(Reply reply, Clock clock) {
        Optional<Duration> wait = reply.header("retry-after-ms")
                .flatMap(text -> number(text, 1))
                .or(() -> reply.header("retry-after").flatMap(text -> number(text, 1000)))
                .or(() -> reply.header("retry-after")
                        .flatMap(RetryAfter::date)
                        .map(until -> Duration.between(
                                reply.header("date").flatMap(RetryAfter::date).orElseGet(clock::instant), until)));
        return wait.map(RetryAfter::bounded).orElse(null);
    }

    private static Optional<Duration> number(String text, int millis) {
        try {
            double value = Double.parseDouble(text.strip());
            return Double.isFinite(value) ? Optional.of(Duration.ofMillis((long) (value * millis))) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
