package dev.caravan.api.manage;

import dev.caravan.batch.WhyWaiting;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Batches at providers: those of the ledger, and not what callers of the Batch API call so. */
@RestController
@RequestMapping(path = "/api/batches", produces = MediaType.APPLICATION_JSON_VALUE)
final class BatchesApi {
    private final Asker asker;
    private final WhyWaiting why;

    BatchesApi(Asker asker, WhyWaiting why) {
        this.asker = asker;
        this.why = why;
    }

    @GetMapping
    Page<BatchView> list(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request) {
        Paging paging = Paging.of(request);
        List<BatchRow> rows = asker.ledger()
                .lists()
                .batches(asker.slice(request, paging, task), Words.read(BatchState.class, "state", state), null);
        return paging.page(rows, BatchView::of, BatchRow::id);
    }

    @GetMapping("/{batch}")
    BatchView one(@PathVariable long batch, HttpServletRequest request) {
        BatchRow row = find(batch, request);
        return BatchView.of(
                row,
                asker.ledger().batches().tries(batch),
                asker.ledger().twins().of(batch),
                WaitView.of(why.batch(row)));
    }

    private BatchRow find(long batch, HttpServletRequest request) {
        return asker.own(request, asker.ledger().lists().batch(batch), BatchRow::task);
    }

    @PostMapping("/{batch}/cancel")
    ResponseEntity<Map<String, Object>> cancel(@PathVariable long batch, HttpServletRequest request) {
        find(batch, request);
        return asker.leave(request, Kind.CANCEL, About.BATCH, String.valueOf(batch));
    }

    @PostMapping("/{batch}/release")
    ResponseEntity<Map<String, Object>> release(@PathVariable long batch, HttpServletRequest request) {
        find(batch, request);
        return asker.leave(request, Kind.RELEASE, About.BATCH, String.valueOf(batch));
    }
}
