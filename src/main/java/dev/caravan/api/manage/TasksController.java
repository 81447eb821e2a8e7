package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.ledger.Lists.Answers;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tasks as they are configured, and how good each of their versions is. */
@RestController
@RequestMapping(path = "/api/tasks", produces = MediaType.APPLICATION_JSON_VALUE)
final class TasksController {
    private final Asker asker;
    private final Tasks tasks;
    private final KnownTasks known;

    TasksController(Asker asker, Tasks tasks) {
        this.asker = asker;
        this.tasks = tasks;
        this.known = new KnownTasks(tasks, asker);
    }

    /** There are as many as are configured: one page. */
    @GetMapping
    Page<TaskView> list(HttpServletRequest request) {
        return new Page<>(
                tasks.byName().values().stream()
                        .filter(task -> asker.sees(request, task.name()))
                        .sorted(Comparator.comparing(Task::name))
                        .map(TaskView::of)
                        .toList(),
                false,
                null);
    }

    /** @param invalidRate of its answers that a rule refused, 0 to 1; null while there is none */
    @JsonNaming(SnakeCaseStrategy.class)
    record RecipeView(
            int id,
            int version,
            int schemaVersion,
            String model,
            long valid,
            long invalid,
            long failed,
            @Nullable Double invalidRate,
            double costUsd) {}

    /** @param recipes oldest first */
    record Whole(TaskView task, List<RecipeView> recipes) {}

    @GetMapping("/{task}")
    Whole one(@PathVariable String task, HttpServletRequest request) {
        Task found = known.find(request, task);
        int id = asker.ledger().recipes().taskId(found.name());
        Map<Integer, Answers> answers = asker.ledger().lists().answers(id).stream()
                .collect(Collectors.toMap(Answers::recipe, Function.identity()));
        return new Whole(
                TaskView.of(found),
                asker.ledger().recipes().of(id).stream()
                        .map(recipe -> shown(recipe, answers.getOrDefault(recipe.id(), Answers.none(recipe.id()))))
                        .toList());
    }

    private static RecipeView shown(Recipe recipe, Answers answers) {
        long judged = answers.ok() + answers.invalid();
        return new RecipeView(
                recipe.id(),
                recipe.version(),
                recipe.schemaVersion(),
                recipe.model(),
                answers.ok(),
                answers.invalid(),
                answers.error(),
                judged == 0 ? null : Double.valueOf(answers.invalid() / (double) judged),
                Words.usd(answers.micros()));
    }

    /** Stops all its drops. */
    @PostMapping("/{task}/cancel")
    ResponseEntity<Map<String, Object>> cancel(@PathVariable String task, HttpServletRequest request) {
        return asker.leave(
                request, Kind.CANCEL, About.TASK, known.find(request, task).name());
    }

    /** Sends nothing more of all its drops for now. */
    @PostMapping("/{task}/hold")
    ResponseEntity<Map<String, Object>> hold(@PathVariable String task, HttpServletRequest request) {
        return asker.leave(
                request, Kind.HOLD, About.TASK, known.find(request, task).name());
    }

    /** Lets what is held of it go again. */
    @PostMapping("/{task}/release")
    ResponseEntity<Map<String, Object>> release(@PathVariable String task, HttpServletRequest request) {
        return asker.leave(
                request, Kind.RELEASE, About.TASK, known.find(request, task).name());
    }
}
