package dev.caravan.route.lint;

import dev.caravan.config.Problems;
import java.util.Collection;
import java.util.TreeSet;

/** Where rules complain. */
record Complaints(Problems problems) {

    void add(String file, int line, String message) {
        problems.add(file, line, message);
    }

    void add(RouteFile file, int line, String message, String hint) {
        problems.add(file.name(), line, message, hint);
    }

    /** A name that nothing has; the hint lists those that are known. */
    void unknown(RouteFile file, int line, String kind, String name, Collection<String> known) {
        String others = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
        add(file, line, "Unknown " + kind + " \"" + name + "\"", "Known: " + others);
    }

    void add(RouteFile file, int line, String message) {
        problems.add(file.name(), line, message);
    }

    void add(RouteFile file, Value at, String message) {
        problems.add(file.name(), at.line(), message);
    }
}
