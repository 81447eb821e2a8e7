package dev.caravan.schema;

import java.nio.file.Path;

/** A file that operators edit and a reader reads. */
enum ConfigFile {
    TASK("task", "A task of Caravan (config/tasks/<task>/task.yaml)", false),
    MODELS("models", "Credentials and batch models of Caravan (config/models.yaml)", true),
    PROVIDERS("providers", "Providers of Caravan (config/providers.yaml)", true),
    BUCKETS("buckets", "Bucket connections of Caravan (config/buckets.yaml)", true),
    WEBHOOKS("webhooks", "Webhooks of Caravan (config/webhooks.yaml)", true),
    USERS("users", "Who may log in to Caravan (config/users.yaml)", true),
    WORKSPACES("workspaces", "Workspaces of Caravan (config/workspaces.yaml)", false);

    private final String word;
    private final String title;
    private final boolean placeholders;

    ConfigFile(String word, String title, boolean placeholders) {
        this.word = word;
        this.title = title;
        this.placeholders = placeholders;
    }

    /** What it is called, without {@code .yaml}. */
    String word() {
        return word;
    }

    String title() {
        return title;
    }

    boolean placeholders() {
        return placeholders;
    }

    /** Where the schema is committed. */
    Path schema() {
        return Path.of("src/main/resources/schemas/" + word + ".schema.json");
    }

    /** One among the documents that its reference shows, below their folder {@code whole}. */
    String example() {
        return this == TASK ? "tasks/full/task.yaml" : word + ".yaml";
    }
}
