package dev.caravan.model;

import dev.caravan.config.YamlValue;
import java.util.List;

/** Names of workspaces: what keys, users, tasks and submissions belong to. */
public final class Workspace {
    /** Where everything is that names none. */
    public static final String DEFAULT = "default";

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private Workspace() {}

    /** A list of workspaces; empty if there is none, with a problem for each that can't be one. */
    public static List<String> names(YamlValue value) {
        List<String> names = value.texts();
        names.forEach(name -> check(name, value));
        if (value.present() && names.isEmpty()) {
            value.problem(
                    "An empty list is no workspace at all", "Name one, or leave the key out: that is all of them");
        }
        return names;
    }

    public static boolean isName(String name) {
        return name.matches(NAME);
    }

    /** Adds a problem if this can't be one. */
    public static void check(String name, YamlValue where) {
        if (!isName(name)) {
            where.problem(
                    "\"" + name + "\" can't be a workspace",
                    "Use lower-case letters, digits and -, at most 63 characters");
        }
    }
}
