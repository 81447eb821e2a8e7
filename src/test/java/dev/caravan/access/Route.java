package dev.caravan.access;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is served at one path by one verb. All there are stand in {@link PageRoutes} and {@link ApiRoutes}: a new one that is
 * not there is found.
 *
 * @param role that it needs; null where KeyDoorsTest has who may use it, since no password opens it
 * @param ways every way in which an id or a task comes in; none: it takes no id
 */
record Route(String name, @Nullable Role role, List<Try> ways) {

    /** A request of a route: its path, and its form or JSON. {@code #} is a record, {@code ~} a drop, {@code @} a task, {@code ^} a batch model, {@code !} a credential. */
    record Try(String path, String body) {}

    static Route route(String name, @Nullable Role role, Try... ways) {
        return new Route(name, role, List.of(ways));
    }

    static Try to(String path) {
        return new Try(path, "");
    }

    static Map<String, Route> all() {
        return Stream.concat(PageRoutes.ALL.stream(), ApiRoutes.ALL.stream())
                .collect(Collectors.toMap(
                        Route::name,
                        Function.identity(),
                        (a, b) -> {
                            throw new IllegalStateException(a.name() + " is there twice");
                        },
                        TreeMap::new));
    }
}
