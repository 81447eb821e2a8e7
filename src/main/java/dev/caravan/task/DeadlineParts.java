package dev.caravan.task;

import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads when a batch of a task is late, and what is done then. */
final class DeadlineParts {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final YamlValue after;
    private final YamlValue then;
    private final ModelOfTask models;

    DeadlineParts(YamlMap task, ModelOfTask models) {
        this.after = task.get("deadline");
        this.then = task.get("on-deadline");
        this.models = models;
    }

    /** Null if a batch is never late. */
    Task.@Nullable Deadline read(BatchModel model, Ability asks) {
        if (!after.present()) {
            if (then.present()) {
                then.problem("\"on-deadline\" without a deadline", "Add deadline: 12h");
            }
            return null;
        }
        Duration wait = after.duration(LEAST);
        if (wait.compareTo(LEAST) < 0) {
            after.problem("A deadline of less than a second", "Write at least 1s");
        }
        boolean moves = then.hasKeys();
        if (!moves) {
            return new Task.Deadline(wait, word().equals("cancel"), null);
        }
        YamlMap map = then.map();
        map.allow("move", "review");
        YamlValue to = map.get("move").required();
        BatchModel other = models.find(to, asks).orElse(null);
        if (other != null && other.name().equals(model.name())) {
            to.problem("The batch model \"" + other.name() + "\" is the task's own", "Name another one, or write wait");
        }
        return new Task.Deadline(wait, false, other, map.get("review").bool(false));
    }

    private String word() {
        if (then.raw().filter("move"::equals).isPresent()) {
            then.problem("\"move\" does not say whereto", "Write on-deadline: {move: <batch model>}");
            return "wait";
        }
        return then.oneOf("wait", List.of("wait", "cancel"));
    }
}
