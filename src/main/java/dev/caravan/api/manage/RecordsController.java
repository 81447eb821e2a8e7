package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.access.Problem;
import dev.caravan.batch.WhyWaiting;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.OpenItems.Attempt;
import dev.caravan.ledger.RecordState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records: found by their source record ID, or listed by drop; what they say is told by the audit and the review. */
@RestController
final class RecordsController {
    private static final String LINES = "application/jsonl";
    private static final int AT_ONCE = 1_000;

    private final Asker asker;
    private final WhyWaiting why;
    private final ObjectMapper json;

    RecordsController(Asker asker, WhyWaiting why, ObjectMapper json) {
        this.asker = asker;
        this.why = why;
        this.json = json;
    }

    /** Of a task and a source record ID the newest revision; of a drop all that came in it. */
    @GetMapping(path = "/api/records", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<RecordView> list(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(name = "source-id", required = false) @Nullable String sourceId,
            @RequestParam(required = false) @Nullable Long drop,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            HttpServletRequest request) {
        Paging paging = Paging.of(request);
        if (task != null && sourceId != null) {
            List<RecordView> found = asker.ledger().lists().current(task, sourceId).stream()
                    .map(RecordView::of)
                    .toList();
            return new Page<>(found, false, null);
        }
        if (drop == null) {
            throw Problem.of(
                            HttpStatus.BAD_REQUEST,
                            "drop",
                            "must be given, or task and source-id: records are listed drop by drop")
                    .thrown();
        }
        RecordState wanted = Words.read(RecordState.class, "state", state);
        return paging.page(
                asker.ledger().lists().records(drop, wanted, code, paging.after(), paging.rows()),
                RecordView::of,
                RecordRow::id);
    }

    /** All of a drop, one a line, however many there are. */
    @GetMapping(path = "/api/records.jsonl", produces = LINES)
    void export(
            @RequestParam long drop,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            HttpServletResponse response)
            throws IOException {
        RecordState wanted = Words.read(RecordState.class, "state", state);
        response.setContentType(LINES);
        OutputStream out = response.getOutputStream();
        List<RecordRow> rows = asker.ledger().lists().records(drop, wanted, code, 0, AT_ONCE);
        while (!rows.isEmpty()) {
            for (RecordRow row : rows) {
                out.write(json.writeValueAsBytes(RecordView.of(row)));
                out.write('\n');
            }
            long last = rows.get(rows.size() - 1).id();
            rows = asker.ledger().lists().records(drop, wanted, code, last, AT_ONCE);
        }
    }

    /** One sending of a record, without what was said. */
    @JsonNaming(SnakeCaseStrategy.class)
    record AttemptView(
            int attempt, long batch, int recipe, String code, String why, RecordView.Tokens tokens, double costUsd) {}

    /** @param attempts newest first; @param waits empty for one that has its end */
    @JsonNaming(SnakeCaseStrategy.class)
    record Whole(RecordView record, List<AttemptView> attempts, List<WaitView> waits) {}

    @GetMapping(path = "/api/records/{record}", produces = MediaType.APPLICATION_JSON_VALUE)
    Whole one(@PathVariable long record, HttpServletRequest request) {
        RecordRow row = asker.own(request, asker.ledger().lists().record(record), RecordRow::task);
        List<AttemptView> attempts = asker.ledger().openItems().whereabouts(record).stream()
                .flatMap(places -> places.attempts().stream())
                .map(RecordsController::shown)
                .toList();
        return new Whole(RecordView.of(row), attempts, WaitView.of(why.record(row)));
    }

    private static AttemptView shown(Attempt attempt) {
        return new AttemptView(
                attempt.no(),
                attempt.batchId(),
                attempt.recipeId(),
                attempt.code(),
                attempt.why(),
                RecordView.Tokens.of(attempt.usage()),
                Words.usd(attempt.usage().costMicros()));
    }
}
