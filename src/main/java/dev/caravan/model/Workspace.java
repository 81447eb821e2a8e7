package dev.caravan.model;

import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.List;

/** Names of workspaces: what keys, users, tasks and submissions belong to. */
public final class Workspace {
    /** Where everything is that names none. */
    public static final String DEFAULT = "default";

    private static final String KEY = "workspaces";
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private Workspace() {}

    /**
     * What a mapping has under {@code workspaces}; empty if the key is not there, which means all of them. A key with nothing
     * behind it is a problem: nobody who wrote it meant all.
     */
    public static List<String> names(YamlMap map) {
        YamlValue value = map.get(KEY);
        List<String> names = value.texts();
        names.forEach(name -> check(name, value));
        boolean written = map.has(KEY);
        if (written && (!value.present() || value.isEmptyList())) {
            value.problem("\"" + KEY + "\" names none", "Name one, or leave the key out: that is all of them");
        }
        return names;
    }

    public static boolean isName(String name) {
        return name.matches(NAME);
    }

    /** Adds a problem if this, which is the value's text or of an item of it, can't be one. */
    public static void check(String name, YamlValue where) {
        if (!where.fits(name, NAME)) {
            wrong(name, where);
        }
    }

    /** Adds a problem if this, under which the value stands, can't be one. */
    public static void checkKey(String name, YamlValue where) {
        if (!where.named(name, NAME)) {
            wrong(name, where);
        }
    }

    private static void wrong(String name, YamlValue where) {
        where.problem(
                "\"" + name + "\" can't be a workspace", "Use lower-case letters, digits and -, at most 63 characters");
    }
}
