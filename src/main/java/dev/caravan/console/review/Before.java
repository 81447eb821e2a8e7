package dev.caravan.console.review;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody had open before, so that he can go back. It stands in the address, so it needs no script and two windows
 * don't mix.
 *
 * @param records newest first
 */
record Before(List<Long> records) {
    private static final int MOST = 20;

    Before {
        records = List.copyOf(records);
    }

    /** Reads what is there; what is no number of a record is left out. */
    static Before of(String text) {
        return new Before(Arrays.stream(text.split(",", MOST + 1))
                .filter(number -> number.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .limit(MOST)
                .toList());
    }

    Before and(long record) {
        return new Before(Stream.concat(Stream.of(record), records.stream().filter(one -> one != record))
                .limit(MOST)
                .toList());
    }

    Optional<Long> last() {
        return records.stream().findFirst();
    }

    Before earlier() {
        return new Before(records.subList(Math.min(1, records.size()), records.size()));
    }

    /** For an address or a form. */
    String text() {
        return records.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
