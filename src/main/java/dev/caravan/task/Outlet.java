package dev.caravan.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code publish.to}: a sink, which records it gets, and as what.
 *
 * @param sink the route {@code sink-<name>}
 * @param when condition on the answer; null for every record
 * @param otherwise whether it gets what no condition takes
 * @param fields name at the sink → answer field or {@code input.<field>}, in this order; empty for the answer as it is
 */
public record Outlet(String sink, @Nullable String when, boolean otherwise, Map<String, String> fields) {
    /** What stands before the name of an input field. */
    public static final String INPUT = "input.";

    public Outlet {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Every record, as it was answered. */
    public static Outlet of(String sink) {
        return new Outlet(sink, null, false, Map.of());
    }

    /** Whether it gets every record. */
    public boolean takesAll() {
        return when == null && !otherwise;
    }

    /** Whether it gets every record as it was answered. */
    public boolean isPlain() {
        return takesAll() && fields.isEmpty();
    }
}
