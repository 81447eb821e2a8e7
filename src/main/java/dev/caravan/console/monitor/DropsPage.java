package dev.caravan.console.monitor;

import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.TakeHome;
import dev.caravan.console.Visit;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Lists.DropRow;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** All drops, newest first. */
@RestController
final class DropsPage {
    private final Pages pages;
    private final Viewer viewer;

    DropsPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    /** @param next address of the next page; empty if this is the last */
    record Shown(
            Filters filters,
            List<Choices.Choice> tasks,
            List<Choices.Choice> states,
            String live,
            List<DropLine> drops,
            String first,
            String next,
            TakeHome export) {
        boolean none() {
            return drops.isEmpty();
        }

        String from() {
            return filters.value("from");
        }

        String to() {
            return filters.value("to");
        }
    }

    @GetMapping("/drops")
    ResponseEntity<String> drops(HttpServletRequest request) {
        Visit visit = new Visit(request);
        Filters filters = Filters.of(request, "task", "state", "from", "to", "after");
        DropState state = filters.word("state", DropState.class);
        List<DropRow> rows = viewer.ledger()
                .lists()
                .drops(viewer.slice(request, filters), state, filters.time("from"), filters.time("to"));
        boolean more = rows.size() > Viewer.ROWS;
        List<DropRow> shown = more ? rows.subList(0, Viewer.ROWS) : rows;
        Instant now = viewer.now();
        Map<Long, Outlook> outlooks = new Outlooks(viewer.ledger(), viewer.tasks(), now).of(shown);
        List<DropLine> lines = new ArrayList<>();
        for (DropRow row : shown) {
            Outlook outlook = outlooks.get(row.drop().id());
            if (outlook != null) {
                lines.add(DropLine.of(row, viewer, outlook, now));
            }
        }
        Shown model = new Shown(
                filters,
                viewer.taskChoices(request, filters.value("task")),
                Choices.of(DropState.class, state),
                filters.at("/drops", "part", "rows"),
                lines,
                filters.value("after").isEmpty() ? "" : filters.at("/drops", "after", ""),
                more
                        ? filters.at(
                                "/drops",
                                "after",
                                String.valueOf(
                                        shown.get(shown.size() - 1).drop().id()))
                        : "",
                TakeHome.of(filters, "/drops"));
        return visit.wantsFragment() && "rows".equals(request.getParameter("part"))
                ? pages.fragment(HttpStatus.OK, "drops-rows", model)
                : pages.page(visit, "Drops", "drops", model);
    }
}
