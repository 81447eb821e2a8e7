package dev.caravan.console.review;

import dev.caravan.access.Sight;
import dev.caravan.console.Filters;
import dev.caravan.review.Cursor;
import dev.caravan.review.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which part of the queue somebody works on, as the address has it, so that it can be sent to a colleague. */
record QueueQuery(Filter filter) {

    /** Reads what is there; what makes no sense finds nothing it could mean and is left out. */
    static QueueQuery of(HttpServletRequest request, Sight sight) {
        String drop = text(request, "drop");
        return new QueueQuery(new Filter(
                text(request, "task"),
                text(request, "reason"),
                text(request, "assignee"),
                drop != null && drop.matches("\\d{1,18}") ? Long.valueOf(drop) : null,
                sight.tasks(request)));
    }

    private static @Nullable String text(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    static Cursor after(HttpServletRequest request) {
        String after = request.getParameter("after");
        try {
            return after == null ? Cursor.START : Cursor.parse(after);
        } catch (IllegalArgumentException e) {
            return Cursor.START;
        }
    }

    String task() {
        return orEmpty(filter.task());
    }

    String reason() {
        return orEmpty(filter.reason());
    }

    String assignee() {
        return orEmpty(filter.assignee());
    }

    String drop() {
        Long drop = filter.drop();
        return drop == null ? "" : drop.toString();
    }

    boolean any() {
        return !new Filter(filter.task(), filter.reason(), filter.assignee(), filter.drop()).equals(Filter.ALL);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The address of a page with this query and some parameters more; those without a value are left out. */
    String at(String path, String... more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("task", task());
        all.put("reason", reason());
        all.put("assignee", assignee());
        all.put("drop", drop());
        return new Filters(all).at(path, more);
    }
}
