package dev.caravan.console.tasks;

import dev.caravan.access.Sight;
import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.tasks.Versions.Version;
import dev.caravan.costs.Costs;
import dev.caravan.costs.Outlook;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.Spending.Queued;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** All tasks at one look. */
@RestController
final class TasksPage {
    private final Pages pages;
    private final Ledger ledger;
    private final Costs costs;
    private final SeenTasks seen;

    TasksPage(Pages pages, Ledger ledger, Costs costs, Tasks tasks, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.costs = costs;
        this.seen = new SeenTasks(tasks, ledger, sight);
    }

    /** @param rate of answers that broke a rule, by the version in force; empty if none was judged */
    record Row(
            String name,
            String href,
            String workspace,
            String model,
            String modelHref,
            int version,
            String valid,
            String invalid,
            String failed,
            String rate,
            String review,
            String reviewHref,
            String queued,
            String left,
            boolean over,
            String gate,
            String sinks) {}

    record Shown(List<Row> tasks) {
        boolean none() {
            return tasks.isEmpty();
        }
    }

    @GetMapping("/tasks")
    ResponseEntity<String> tasks(HttpServletRequest request) {
        List<Task> all = seen.all(request);
        Map<String, Long> open = ledger.openItems().counts().stream()
                .collect(Collectors.groupingBy(OpenItems.Open::task, Collectors.summingLong(OpenItems.Open::items)));
        Map<String, Long> queued =
                ledger.spending().queued(all.stream().map(Task::name).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Queued::task, Queued::records));
        List<Row> rows = all.stream()
                .map(task -> row(task, open.getOrDefault(task.name(), 0L), queued.getOrDefault(task.name(), 0L)))
                .toList();
        return pages.page(new Visit(request), "Tasks", "tasks", new Shown(rows));
    }

    private Row row(Task task, long open, long queued) {
        List<Version> now =
                Versions.of(ledger, task).stream().filter(Version::inForce).toList();
        long valid = now.stream().mapToLong(one -> one.answers().ok()).sum();
        long invalid = now.stream().mapToLong(one -> one.answers().invalid()).sum();
        long failed = now.stream().mapToLong(one -> one.answers().error()).sum();
        Optional<Outlook.Budget> budget = costs.budget(task);
        return new Row(
                task.name(),
                href(task.name()),
                task.workspace(),
                task.model().name(),
                "/models/" + UriUtils.encodePathSegment(task.model().name(), StandardCharsets.UTF_8),
                task.version(),
                Figures.count(valid),
                Figures.count(invalid),
                Figures.count(failed),
                Figures.percent(invalid, valid + invalid),
                Figures.count(open),
                open == 0 ? "" : "/review?task=" + UriUtils.encodeQueryParam(task.name(), StandardCharsets.UTF_8),
                Figures.count(queued),
                budget.map(one -> left(one.left())).orElse(""),
                budget.filter(one -> one.left() <= 0).isPresent(),
                task.publish().gate().word(),
                String.join(", ", task.publish().sinks()));
    }

    static String href(String task) {
        return "/tasks/" + UriUtils.encodePathSegment(task, StandardCharsets.UTF_8);
    }

    static String left(long micros) {
        return micros < 0 ? "-" + Money.usd(-micros) : Money.usd(micros);
    }
}
