package dev.caravan.console.monitor;

import dev.caravan.access.Role;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.Waits;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.RecordRow;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One batch: what its provider says of it, its tries, its records, and what happened. */
@RestController
final class BatchPage {
    private static final int EVENTS = 20;

    private final Pages pages;
    private final Viewer viewer;

    BatchPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    record Shown(
            BatchView now,
            String stream,
            boolean mayCancel,
            boolean mayOperate,
            DropPage.Pieces<RecordLine> records,
            List<EventLine> events,
            String allEvents) {
        long id() {
            return now.batch().id();
        }

        boolean happened() {
            return !events.isEmpty();
        }
    }

    @GetMapping("/batches/{batch}")
    ResponseEntity<String> batch(@PathVariable long batch, HttpServletRequest request) {
        Visit visit = new Visit(request);
        BatchRow row = viewer.batch(request, batch);
        String path = "/batches/" + batch;
        BatchView now = BatchView.of(
                viewer.ledger(), row, viewer.now(), Waits.of(viewer.why().batch(row)), path + "?part=now");
        if (visit.wantsFragment() && "now".equals(request.getParameter("part"))) {
            return pages.fragment(HttpStatus.OK, "batch-now", now);
        }
        Filters filters = Filters.of(request, "after");
        Piece<RecordRow> piece = viewer.ledger()
                .contents()
                .members(batch, filters.number("after").orElse(0), Viewer.ROWS);
        Shown shown = new Shown(
                now,
                new Filters(Map.of("task", row.task())).at("/live"),
                visit.may(Role.OPERATE) && !row.state().isFinal(),
                visit.may(Role.OPERATE),
                new DropPage.Pieces<>(
                        piece.rows().stream().map(RecordLine::of).toList(),
                        piece.next() == 0 ? "" : filters.at(path, "after", String.valueOf(piece.next())) + "#records",
                        false,
                        ""),
                viewer.ledger().events().of("batch " + batch, EVENTS).stream()
                        .map(EventLine::of)
                        .toList(),
                new Filters(Map.of("about", "batch " + batch)).at("/events"));
        return pages.page(visit, "Batch " + batch, "batch", shown);
    }
}
