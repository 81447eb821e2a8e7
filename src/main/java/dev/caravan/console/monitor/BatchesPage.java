package dev.caravan.console.monitor;

import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.TakeHome;
import dev.caravan.console.Visit;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Lists.BatchRow;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** All batches, newest first. */
@RestController
final class BatchesPage {
    private final Pages pages;
    private final Viewer viewer;

    BatchesPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    /** @param next address of the next page; empty if this is the last */
    record Shown(
            Filters filters,
            List<Choices.Choice> tasks,
            List<Choices.Choice> states,
            String live,
            List<BatchLine> batches,
            String first,
            String next,
            TakeHome export) {
        boolean none() {
            return batches.isEmpty();
        }

        String credential() {
            return filters.value("credential");
        }
    }

    @GetMapping("/batches")
    ResponseEntity<String> batches(HttpServletRequest request) {
        Visit visit = new Visit(request);
        Filters filters = Filters.of(request, "task", "credential", "state", "after");
        BatchState state = filters.word("state", BatchState.class);
        String credential = filters.value("credential");
        List<BatchRow> rows = viewer.ledger()
                .lists()
                .batches(viewer.slice(request, filters), state, credential.isEmpty() ? null : credential);
        boolean more = rows.size() > Viewer.ROWS;
        List<BatchRow> shown = more ? rows.subList(0, Viewer.ROWS) : rows;
        Instant now = viewer.now();
        Shown model = new Shown(
                filters,
                viewer.taskChoices(request, filters.value("task")),
                Choices.of(BatchState.class, state),
                filters.at("/batches", "part", "rows"),
                viewer.ledger().overview().jobs(shown).stream()
                        .map(job -> BatchLine.of(job, now))
                        .toList(),
                filters.value("after").isEmpty() ? "" : filters.at("/batches", "after", ""),
                more
                        ? filters.at(
                                "/batches",
                                "after",
                                String.valueOf(shown.get(shown.size() - 1).id()))
                        : "",
                TakeHome.of(filters, "/batches"));
        return visit.wantsFragment() && "rows".equals(request.getParameter("part"))
                ? pages.fragment(HttpStatus.OK, "batches-rows", model)
                : pages.page(visit, "Batches", "batches", model);
    }
}
