package dev.caravan.model;

import dev.caravan.config.YamlValue;

/** What credentials and batch models may be called. */
final class Names {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private Names() {}

    /** Adds a problem if this can't be one. */
    static void check(String kind, String name, YamlValue value) {
        if (!value.named(name, NAME)) {
            value.problem(
                    "\"" + name + "\" can't be the name of a " + kind,
                    "Use lower-case letters, digits and -, at most 63 characters");
        }
    }
}
