package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells of a YAML example which file it is, or is part of. */
public final class Snippets {
    private static final Map<ConfigFile, Set<String>> TOPS = Map.of(
            ConfigFile.MODELS, Set.of("credentials", "batch-models"),
            ConfigFile.BUCKETS, Set.of("buckets"),
            ConfigFile.WEBHOOKS, Set.of("webhooks"),
            ConfigFile.USERS, Set.of("users", "oidc"),
            ConfigFile.WORKSPACES, Set.of("workspaces"));
    private static final Set<String> OF_TASKS = Set.of(
            "version",
            "model",
            "asks",
            "input",
            "output",
            "retry",
            "review",
            "publish",
            "window",
            "budget",
            "deadline",
            "on-deadline",
            "retention",
            "workspace",
            "canary");

    private Snippets() {}

    /** The name of the file that an example is or is part of, without {@code .yaml}; empty if its keys don't tell. */
    public static Optional<String> word(String yaml) {
        return Optional.ofNullable(fileOf(Yaml.json(yaml))).map(ConfigFile::word);
    }

    /** Null if it is none of these, such as a route or a part of application.yaml. */
    static @Nullable ConfigFile fileOf(JsonNode read) {
        Set<String> keys = new HashSet<>();
        read.fieldNames().forEachRemaining(keys::add);
        if (keys.isEmpty()) {
            return null;
        }
        for (Map.Entry<ConfigFile, Set<String>> one : TOPS.entrySet()) {
            if (one.getValue().containsAll(keys)) {
                return one.getKey();
            }
        }
        if (OF_TASKS.containsAll(keys)) {
            return ConfigFile.TASK;
        }
        boolean providers = true;
        for (JsonNode value : read) {
            providers &= value.has("protocol");
        }
        return providers ? ConfigFile.PROVIDERS : null;
    }
}
