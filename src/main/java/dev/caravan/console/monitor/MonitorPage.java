package dev.caravan.console.monitor;

import dev.caravan.access.Role;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.BatchState;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What stands still and why, what waits for a person, and what is under way; each part of it live. */
@RestController
final class MonitorPage {
    private static final Set<String> PARTS = Set.of("now", "drops", "batches", "failures");

    private final Pages pages;
    private final Viewer viewer;

    MonitorPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    record Shown(
            Filters filters,
            List<Choices.Choice> tasks,
            List<Choices.Choice> states,
            String credential,
            String stream,
            MonitorNow now,
            MonitorDrops drops,
            MonitorBatches batches,
            MonitorFailures failures) {}

    @GetMapping("/monitor")
    ResponseEntity<String> monitor(HttpServletRequest request, @RequestParam(defaultValue = "") String part) {
        Visit visit = new Visit(request);
        Filters filters = Filters.of(request, "task", "credential", "state");
        Set<String> tasks = viewer.tasks(request, filters);
        MonitorSight sight = new MonitorSight(viewer, filters, tasks, viewer.seesAll(request), viewer.now());
        if (visit.wantsFragment() && PARTS.contains(part)) {
            Object model = switch (part) {
                case "now" -> MonitorNow.of(sight, visit.may(Role.OPERATE));
                case "drops" -> MonitorDrops.of(sight, sight.rows());
                case "batches" -> MonitorBatches.of(sight);
                default -> MonitorFailures.of(sight, sight.rows());
            };
            return pages.fragment(HttpStatus.OK, "monitor-" + part, model);
        }
        MonitorSight.Rows rows = sight.rows();
        String task = filters.value("task");
        BatchState state = filters.word("state", BatchState.class);
        Shown shown = new Shown(
                filters,
                viewer.taskChoices(request, task),
                Choices.of(
                        Arrays.stream(BatchState.values())
                                .filter(one -> !one.isFinal())
                                .map(Badge::word),
                        state == null ? "" : Badge.word(state)),
                filters.value("credential"),
                task.isEmpty() ? "/live" : new Filters(Map.of("task", task)).at("/live"),
                MonitorNow.of(sight, visit.may(Role.OPERATE)),
                MonitorDrops.of(sight, rows),
                MonitorBatches.of(sight),
                MonitorFailures.of(sight, rows));
        return pages.page(visit, "Monitor", "monitor", shown);
    }
}
