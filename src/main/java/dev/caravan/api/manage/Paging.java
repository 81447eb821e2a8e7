package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Which piece of a list is asked for. @param after the place that the piece before ended at; 0 for the first */
record Paging(int limit, long after) {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    /** From {@code limit} and {@code after}. */
    static Paging of(HttpServletRequest request) {
        String limit = request.getParameter("limit");
        if (limit != null && (!limit.matches("[0-9]{1,4}") || limit(limit) < 1 || limit(limit) > MOST)) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "limit", "must be a number from 1 to " + MOST)
                    .thrown();
        }
        String after = request.getParameter("after");
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "after", "must be what the page before has as \"next\"")
                    .thrown();
        }
        return new Paging(limit == null ? USUAL : limit(limit), after == null ? 0 : Long.parseLong(after));
    }

    private static int limit(String text) {
        return Integer.parseInt(text);
    }

    /** How many rows to read: one more than the page has, to know whether there is more. */
    int rows() {
        return limit + 1;
    }

    /** @param rows up to {@link #rows} of them; @param place of a row, for the next page to begin after */
    <T, V> Page<V> page(List<T> rows, Function<T, V> shown, ToLongFunction<T> place) {
        boolean more = rows.size() > limit;
        List<T> own = more ? rows.subList(0, limit) : rows;
        @Nullable String next = more ? String.valueOf(place.applyAsLong(own.get(limit - 1))) : null;
        return new Page<>(own.stream().map(shown).toList(), more, next);
    }
}
