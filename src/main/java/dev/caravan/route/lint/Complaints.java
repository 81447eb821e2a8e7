package dev.caravan.route.lint;

import dev.caravan.config.Problems;

/** Where rules complain. */
record Complaints(Problems problems) {

    void add(String file, int line, String message) {
        problems.add(file, line, message);
    }

    void add(RouteFile file, int line, String message) {
        problems.add(file.name(), line, message);
    }

    void add(RouteFile file, Value at, String message) {
        problems.add(file.name(), at.line(), message);
    }
}
