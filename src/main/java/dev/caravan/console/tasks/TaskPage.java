package dev.caravan.console.tasks;

import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.tasks.Versions.Version;
import dev.caravan.costs.Costs;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One task: what is in force, what each version was worth, what two of them have differently, and where it is used. */
@RestController
final class TaskPage {
    private final Pages pages;
    private final Ledger ledger;
    private final SeenTasks seen;
    private final TaskUse use;

    TaskPage(Pages pages, Ledger ledger, Costs costs, Tasks tasks, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.seen = new SeenTasks(tasks, ledger, sight);
        this.use = new TaskUse(ledger, costs);
    }

    record Option(int id, String name, boolean chosen) {}

    record Shown(
            String name,
            String href,
            String workspace,
            int version,
            boolean mayOperate,
            boolean maySample,
            TaskFacts facts,
            List<VersionRow> versions,
            List<RateChart> chart,
            List<Option> from,
            List<Option> to,
            List<VersionDiff> diff,
            TaskUse.Used used) {
        boolean hasVersions() {
            return !versions.isEmpty();
        }
    }

    @GetMapping("/tasks/{task}")
    ResponseEntity<String> task(HttpServletRequest request, @PathVariable String task) {
        Visit visit = new Visit(request);
        Task found = seen.find(request, task);
        List<Version> versions = Versions.of(ledger, found);
        Filters filters = Filters.of(request, "from", "to");
        Optional<Version> from = chosen(versions, filters.number("from"));
        Optional<Version> to = chosen(versions, filters.number("to"));
        int last = versions.size() - 1;
        RateChart chart = RateChart.of(versions);
        return pages.page(
                visit,
                found.name() + " · Tasks",
                "task",
                new Shown(
                        found.name(),
                        TasksPage.href(found.name()),
                        found.workspace(),
                        found.version(),
                        visit.may(Role.OPERATE),
                        !GatewayTasks.isOne(found.name()),
                        TaskFacts.of(found),
                        versions.stream().map(VersionRow::of).toList(),
                        chart.bars().isEmpty() ? List.of() : List.of(chart),
                        options(
                                versions,
                                from.or(() -> versions.stream()
                                        .skip(Math.max(0, last - 1))
                                        .findFirst())),
                        options(
                                versions,
                                to.or(() -> versions.stream()
                                        .skip(Math.max(0, last))
                                        .findFirst())),
                        from.isPresent() && to.isPresent()
                                ? List.of(VersionDiff.of(
                                        from.get().recipe(), to.get().recipe()))
                                : List.of(),
                        use.of(found, versions)));
    }

    private static Optional<Version> chosen(List<Version> versions, OptionalLong id) {
        return id.isEmpty()
                ? Optional.empty()
                : versions.stream()
                        .filter(one -> one.recipe().id() == id.getAsLong())
                        .findFirst();
    }

    private static List<Option> options(List<Version> versions, Optional<Version> chosen) {
        return versions.stream()
                .map(one -> new Option(
                        one.recipe().id(),
                        VersionRow.name(one),
                        chosen.filter(other ->
                                        other.recipe().id() == one.recipe().id())
                                .isPresent()))
                .toList();
    }
}
