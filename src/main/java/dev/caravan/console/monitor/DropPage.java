package dev.caravan.console.monitor;

import dev.caravan.access.Role;
import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.TakeHome;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Contents.Part;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.Drops.Refusal;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.RecordState;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One drop: what arrived, what became of its rows, where they are, and what happened. */
@RestController
final class DropPage {
    /** Rows that are looked at for one page. */
    private static final int LOOK = 20_000;

    private static final int LOOK_BATCHES = 2_000;
    private static final int EVENTS = 20;

    private final Pages pages;
    private final Viewer viewer;

    DropPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    /** @param records of the batch that are of this drop */
    record BatchOf(BatchLine batch, String records) {}

    record PublicationOf(long id, String href, String state, String records, String sealedAt, List<String> sinks) {}

    /**
     * A piece of a list.
     *
     * @param next where it goes on; empty if nothing follows; @param cut whether it ended because so many were looked at
     */
    record Pieces<T>(List<T> rows, String next, boolean cut, String look) {
        boolean none() {
            return rows.isEmpty() && next.isEmpty();
        }
    }

    record Shown(
            DropView now,
            String stream,
            boolean mayOperate,
            boolean stopped,
            boolean closed,
            String rerun,
            Filters filters,
            List<Choices.Choice> states,
            Pieces<RecordLine> records,
            TakeHome export,
            Pieces<BatchOf> batches,
            Pieces<PublicationOf> publications,
            Pieces<Refusal> refusals,
            List<EventLine> events,
            String allEvents) {
        String code() {
            return filters.value("code");
        }

        long id() {
            return now.drop().id();
        }

        boolean narrowed() {
            return !filters.value("state").isEmpty() || !code().isEmpty();
        }

        boolean happened() {
            return !events.isEmpty();
        }
    }

    @GetMapping("/drops/{drop}")
    ResponseEntity<String> drop(@PathVariable long drop, HttpServletRequest request) {
        Visit visit = new Visit(request);
        DropRow row = viewer.drop(request, drop);
        Filters filters = Filters.of(request, "state", "code", "after", "line", "batch", "publication");
        String path = "/drops/" + drop;
        String part = String.valueOf(request.getParameter("part"));
        if (visit.wantsFragment() && part.equals("now")) {
            return pages.fragment(HttpStatus.OK, "drop-now", DropView.of(viewer, row, path + "?part=now"));
        }
        RecordState state = filters.word("state", RecordState.class);
        DropView now = DropView.of(viewer, row, path + "?part=now");
        Shown shown = new Shown(
                now,
                "/live?drop=" + drop,
                visit.may(Role.OPERATE),
                row.cancelled() || row.held() || row.drop().counts().in(RecordState.HELD) > 0,
                now.closed(),
                new Filters(Map.of("task", row.task())).at("/rerun", "drop", String.valueOf(drop)),
                filters,
                Choices.of(RecordState.class, state),
                records(filters, path, row, state),
                export(drop, filters),
                batches(filters, path, row),
                publications(filters, path, row),
                refusals(filters, path, row),
                viewer.ledger().events().of("drop " + drop, EVENTS).stream()
                        .map(EventLine::of)
                        .toList(),
                new Filters(Map.of("about", "drop " + drop)).at("/events"));
        return pages.page(visit, "Drop " + drop, "drop", shown);
    }

    /** The records that are shown, whole. */
    private static TakeHome export(long drop, Filters filters) {
        Map<String, String> which = new LinkedHashMap<>();
        which.put("drop", String.valueOf(drop));
        which.put("state", filters.value("state"));
        which.put("code", filters.value("code"));
        return TakeHome.of(new Filters(which), "/records");
    }

    private Ledger ledger() {
        return viewer.ledger();
    }

    private static String go(Filters filters, String path, String name, long next, String anchor) {
        return next == 0 ? "" : filters.at(path, name, String.valueOf(next)) + "#" + anchor;
    }

    private Pieces<RecordLine> records(
            Filters filters, String path, DropRow row, @org.jspecify.annotations.Nullable RecordState state) {
        String code = filters.value("code");
        Piece<RecordRow> piece = ledger().contents()
                .records(
                        row.drop().id(),
                        state,
                        code.isEmpty() ? null : code,
                        filters.number("after").orElse(0),
                        Viewer.ROWS,
                        LOOK);
        return new Pieces<>(
                piece.rows().stream().map(RecordLine::of).toList(),
                go(filters, path, "after", piece.next(), "records"),
                piece.cut(),
                Figures.count(LOOK));
    }

    private Pieces<BatchOf> batches(Filters filters, String path, DropRow row) {
        Piece<Part> piece = ledger().contents()
                .batches(List.of(row.drop().id()), filters.number("batch").orElse(0), LOOK_BATCHES);
        List<Part> shown = piece.rows().stream().limit(Viewer.ROWS).toList();
        long next = piece.rows().size() > Viewer.ROWS
                ? piece.rows().get(Viewer.ROWS).id()
                : piece.next();
        Map<Long, Long> records = shown.stream().collect(Collectors.toMap(Part::id, Part::records));
        List<BatchRow> rows = ledger().lists().batches(records.keySet());
        List<BatchOf> lines = ledger().overview().jobs(rows).stream()
                .map(job -> new BatchOf(
                        BatchLine.of(job, viewer.now()),
                        Figures.count(records.getOrDefault(job.batch().id(), 0L))))
                .toList();
        return new Pieces<>(
                lines,
                go(filters, path, "batch", next, "batches"),
                piece.cut() && shown.size() == piece.rows().size(),
                Figures.count(LOOK_BATCHES));
    }

    private Pieces<PublicationOf> publications(Filters filters, String path, DropRow row) {
        Piece<Part> piece = ledger().contents()
                .publications(
                        List.of(row.drop().id()), filters.number("publication").orElse(0), LOOK_BATCHES);
        List<Part> shown = piece.rows().stream().limit(Viewer.ROWS).toList();
        long next = piece.rows().size() > Viewer.ROWS
                ? piece.rows().get(Viewer.ROWS).id()
                : piece.next();
        List<PublicationOf> lines = shown.stream()
                .flatMap(part ->
                        ledger().lists().publication(part.id()).stream().map(one -> publication(one, part.records())))
                .toList();
        return new Pieces<>(
                lines,
                go(filters, path, "publication", next, "publications"),
                piece.cut() && shown.size() == piece.rows().size(),
                Figures.count(LOOK_BATCHES));
    }

    private static PublicationOf publication(PublicationRow row, long records) {
        return new PublicationOf(
                row.id(),
                "/publications/" + row.id(),
                row.state(),
                Figures.count(records) + " of " + Figures.count(row.records()),
                Viewer.iso(row.sealedAt()),
                row.sinks().stream()
                        .map(sent -> sent.sink() + ": " + sent.state()
                                + (sent.reason().isEmpty() ? "" : " (" + sent.reason() + ")"))
                        .toList());
    }

    private Pieces<Refusal> refusals(Filters filters, String path, DropRow row) {
        // Those of one line are never parted, so there may be more than asked for.
        List<Refusal> rows = row.drop().counts().refused() == 0
                ? List.of()
                : ledger().drops()
                        .refusals(row.drop().id(), filters.number("line").orElse(0), Viewer.ROWS);
        long next = rows.size() < Viewer.ROWS ? 0 : rows.get(rows.size() - 1).line();
        return new Pieces<>(rows, go(filters, path, "line", next, "refusals"), false, "");
    }
}
