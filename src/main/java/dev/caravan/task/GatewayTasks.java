package dev.caravan.task;

import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import dev.caravan.model.NamedModels;
import dev.caravan.model.ProtocolFacts;
import dev.caravan.model.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of requests that callers wrote whole, without prompt, schema, rules, review and sink. Each is made of its name
 * whenever it is asked for, {@code gateway/<workspace>/<what is spoken>/<model>}, through the batch models of today: so it is
 * there after every restart, for as long as its model is.
 */
public final class GatewayTasks {
    /** How the names of all of them begin; no folder of {@code config/tasks} has such a name. */
    public static final String PREFIX = "gateway/";

    /** Words for what callers speak → what that asks of a model. */
    private static final Map<String, Ability> SPOKEN =
            Map.of("chat", Ability.CHAT, "responses", Ability.CHAT, "embeddings", Ability.EMBEDDINGS);

    private static final Map<String, String> PATHS =
            Map.of("chat", "/v1/chat/completions", "responses", "/v1/responses", "embeddings", "/v1/embeddings");
    private static final int ATTEMPTS = 3;

    private final @Nullable NamedModels names;
    private final @Nullable Models models;
    private final Duration window;
    private final Task.Retention retention;

    private GatewayTasks(
            @Nullable NamedModels names, @Nullable Models models, Duration window, Task.Retention retention) {
        this.names = names;
        this.models = models;
        this.window = window;
        this.retention = retention;
    }

    /** @param window how long a request waits for others to share a batch with */
    public static GatewayTasks of(Models models, ProtocolFacts protocols, Duration window, Task.Retention retention) {
        return new GatewayTasks(new NamedModels(models, protocols), models, window, retention);
    }

    /** Where nothing is asked of a gateway. */
    public static GatewayTasks none() {
        return new GatewayTasks(null, null, Duration.ZERO, Task.Retention.FOR_EVER);
    }

    /** @param spoken {@code chat}, {@code responses} or {@code embeddings} */
    public static String name(String workspace, String spoken, String model) {
        return PREFIX + workspace + "/" + spoken + "/" + model;
    }

    public static boolean isOne(String name) {
        return name.startsWith(PREFIX);
    }

    /** The workspace of such a task, whether its model is still there or not; empty for any other name. */
    public static Optional<String> workspace(String name) {
        String[] parts = name.split("/", 4);
        return isOne(name) && parts.length == 4 && Workspace.isName(parts[1]) && SPOKEN.containsKey(parts[2])
                ? Optional.of(parts[1])
                : Optional.empty();
    }

    public Task.Retention retention() {
        return retention;
    }

    /** Looks up what a caller names. @param spoken as in {@link #name} */
    public NamedModels.Found model(String workspace, String spoken, String model) {
        Ability ability = SPOKEN.get(spoken);
        return names == null || ability == null
                ? new NamedModels.Found(null, "there is no gateway here")
                : names.find(workspace, model, ability, PATHS.getOrDefault(spoken, ""));
    }

    /** Whether others than this workspace use the account of a model. */
    public boolean isShared(BatchModel model, String workspace) {
        return names == null || names.isShared(model, workspace);
    }

    /** The batch models that a workspace may name. */
    public List<BatchModel> models(String workspace) {
        return names == null ? List.of() : names.of(workspace);
    }

    /** Empty if it is no such name, or its model is gone. */
    public Optional<Task> find(String name) {
        return workspace(name).flatMap(workspace -> {
            String[] parts = name.split("/", 4);
            return Optional.ofNullable(model(workspace, parts[2], parts[3]).model())
                    .map(model -> task(name, workspace, parts[2], model));
        });
    }

    private Task task(String name, String workspace, String spoken, BatchModel model) {
        return new Task(
                name,
                1,
                model,
                standIn(model),
                new Task.Input("id", Set.of("body"), Integer.MAX_VALUE, "jsonl", null, true),
                new Task.Prompt("", "", spoken),
                new Task.Output(
                        null,
                        1,
                        Map.of(),
                        new Task.Texts(Task.Html.ALLOW, Integer.MAX_VALUE, List.of(), List.of()),
                        List.of(),
                        false),
                new Task.Retry(ATTEMPTS, Duration.ofMinutes(1), Duration.ofHours(1)),
                new Task.Review(null, 0, 0),
                new Task.Publish(List.of()),
                window,
                null,
                null,
                retention,
                workspace,
                null);
    }

    /** Answers what is too little for the provider of a model, as for any other task. */
    private @Nullable BatchModel standIn(BatchModel model) {
        return models == null ? null : StandIns.of(model, models);
    }
}
