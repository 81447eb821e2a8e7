package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import dev.caravan.batch.WhyWaiting;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops.Refusal;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Drops: what arrived, what became of its rows, stopping and letting go. */
@RestController
@RequestMapping(path = "/api/drops", produces = MediaType.APPLICATION_JSON_VALUE)
final class DropsController {
    private static final int LONGEST_REASON = 10_000;

    private final Asker asker;
    private final WhyWaiting why;

    DropsController(Asker asker, WhyWaiting why) {
        this.asker = asker;
        this.why = why;
    }

    @GetMapping
    Page<DropView> list(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        Paging paging = Paging.of(request);
        List<DropRow> rows = asker.ledger()
                .lists()
                .drops(
                        asker.slice(request, paging, task),
                        Words.read(DropState.class, "state", state),
                        Words.time("from", from),
                        Words.time("to", to));
        return paging.page(rows, DropView::of, row -> row.drop().id());
    }

    @GetMapping("/{drop}")
    DropView one(@PathVariable long drop, HttpServletRequest request) {
        DropRow row = find(drop, request);
        return DropView.of(row, WaitView.of(why.drop(row)));
    }

    private DropRow find(long drop, HttpServletRequest request) {
        return asker.own(request, asker.ledger().lists().drop(drop), DropRow::task);
    }

    /** Rows that never became a record, in the order of the file. */
    @GetMapping("/{drop}/refusals")
    Page<Refusal> refusals(@PathVariable long drop, HttpServletRequest request) {
        find(drop, request);
        Paging paging = Paging.of(request);
        // The refusals of one line are never parted, so a page may be longer than was asked for.
        List<Refusal> rows = asker.ledger().drops().refusals(drop, paging.after(), paging.limit());
        boolean more = rows.size() >= paging.limit();
        return new Page<>(
                rows, more, more ? String.valueOf(rows.get(rows.size() - 1).line()) : null);
    }

    @PostMapping("/{drop}/cancel")
    ResponseEntity<Map<String, Object>> cancel(@PathVariable long drop, HttpServletRequest request) {
        find(drop, request);
        return asker.leave(request, Kind.CANCEL, About.DROP, String.valueOf(drop));
    }

    @PostMapping("/{drop}/hold")
    ResponseEntity<Map<String, Object>> hold(@PathVariable long drop, HttpServletRequest request) {
        find(drop, request);
        return asker.leave(request, Kind.HOLD, About.DROP, String.valueOf(drop));
    }

    @PostMapping("/{drop}/release")
    ResponseEntity<Map<String, Object>> release(@PathVariable long drop, HttpServletRequest request) {
        find(drop, request);
        return asker.leave(request, Kind.RELEASE, About.DROP, String.valueOf(drop));
    }

    /** @param why stays in the events, with who opened it */
    record Opening(@Nullable String why) {}

    /** Publishes what is valid whatever the gate of the task is, for good. */
    @PostMapping("/{drop}/open")
    DropView open(@PathVariable long drop, @RequestBody Opening opening, HttpServletRequest request) {
        find(drop, request);
        String why = opening.why();
        if (why == null || why.isBlank() || why.length() > LONGEST_REASON) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "why",
                            "must say in a few words why; it stays in the events. Nothing was opened")
                    .thrown();
        }
        if (!asker.ledger().gates().openBy(drop, Asker.caller(request).getName(), why.strip())) {
            throw Problem.of(HttpStatus.CONFLICT, "Somebody opened this drop before")
                    .thrown();
        }
        return one(drop, request);
    }
}
