package dev.caravan.api;

import dev.caravan.submission.Acceptance;
import dev.caravan.submission.Caller;
import dev.caravan.submission.OrderedBatches;
import dev.caravan.submission.RefusedSubmission;
import dev.caravan.submission.Submitted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Batches. The Batch API, extract, summarize and classify in bulk (docs/batch-api.md), and batches in OpenAI's shape
 * (docs/gateway.md): they are told apart by their bodies.
 */
@RestController
@RequestMapping(path = "/v1/batches", produces = MediaType.APPLICATION_JSON_VALUE)
final class BatchesController {
    private static final String LINES = "application/jsonl";
    private static final int MOST = 100;

    private final Acceptance acceptance;
    private final Submitted submitted;
    private final OrderedBatches ordered;

    BatchesController(Acceptance acceptance, Submitted submitted, OrderedBatches ordered) {
        this.acceptance = acceptance;
        this.submitted = submitted;
        this.ordered = ordered;
    }

    /** Lines of JSON, or one order, whatever the content type says. Answered when all of it is durable. */
    @PostMapping
    Map<String, @Nullable Object> submit(
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = "Content-Encoding", required = false) @Nullable String encoding,
            Principal who)
            throws IOException, RefusedSubmission {
        if (encoding != null && !encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("identity")) {
            throw new V1Refusal(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding",
                    "encoding",
                    "Content-Encoding " + V1Refusal.brief(encoding)
                            + " is not read; send gzip or none. Nothing was accepted");
        }
        InputStream body = request.getInputStream();
        InputStream plain = "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(body, 1 << 16) : body;
        Acceptance.Accepted accepted = acceptance.accept(Callers.of(who), plain, key);
        Optional<OrderedBatches.View> order = ordered.find(Callers.of(who), accepted.publicId());
        if (order.isPresent()) {
            return shown(order.get(), request);
        }
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("batch_id", accepted.publicId());
        reply.put("status", word(Submitted.Status.QUEUED));
        reply.put("total_count", accepted.lines());
        return reply;
    }

    /** Batches in OpenAI's shape, newest first. */
    @GetMapping
    Map<String, @Nullable Object> list(
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String after,
            Principal who,
            HttpServletRequest request) {
        if (limit < 1 || limit > MOST) {
            throw new V1Refusal(HttpStatus.BAD_REQUEST, "limit", "invalid_value", "limit is 1 to " + MOST);
        }
        Caller caller = Callers.of(who);
        if (after != null && ordered.find(caller, after).isEmpty()) {
            throw none(after);
        }
        return V1List.of(ordered.list(caller, after, limit + 1), limit, view -> shown(view, request));
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> status(@PathVariable String id, Principal who, HttpServletRequest request) {
        Optional<OrderedBatches.View> order = ordered.find(Callers.of(who), id);
        return order.isPresent()
                ? shown(order.get(), request)
                : shown(submitted.find(Callers.of(who), id).orElseThrow(() -> none(id)));
    }

    @PostMapping("/{id}/cancel")
    Map<String, @Nullable Object> cancel(@PathVariable String id, Principal who, HttpServletRequest request) {
        if (submitted.cancel(Callers.of(who), id).isEmpty()) {
            throw none(id);
        }
        return status(id, who, request);
    }

    /** One line for each of the body, in its order. */
    @GetMapping(
            path = "/{id}/output",
            produces = {LINES, MediaType.APPLICATION_JSON_VALUE})
    void output(@PathVariable String id, Principal who, HttpServletResponse response) throws IOException {
        Submitted.View view = submitted.find(Callers.of(who), id).orElseThrow(() -> none(id));
        Optional<Submitted.OutputBytes> output = submitted.output(Callers.of(who), id);
        if (output.isEmpty()) {
            throw without(view);
        }
        try (InputStream in = output.get().in()) {
            response.setContentType(LINES);
            response.setContentLengthLong(output.get().bytes());
            in.transferTo(response.getOutputStream());
        }
    }

    private static Map<String, @Nullable Object> shown(OrderedBatches.View view, HttpServletRequest request) {
        String here =
                ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
        return BatchObject.of(view, here + "/v1/batches/" + view.submission().publicId() + "/output");
    }

    private static Map<String, @Nullable Object> shown(Submitted.View view) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("batch_id", view.publicId());
        shown.put("status", word(view.status()));
        shown.put("total_count", view.total());
        shown.put("completed_count", view.completed());
        shown.put("failed_count", view.failed());
        shown.put("created_at", view.createdAt().getEpochSecond());
        shown.put("cancelled_at", seconds(view.cancelledAt()));
        shown.put("completed_at", seconds(view.endedAt()));
        return shown;
    }

    private static @Nullable Long seconds(@Nullable Instant at) {
        return at == null ? null : at.getEpochSecond();
    }

    private static String word(Submitted.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static V1Refusal none(String id) {
        return new V1Refusal(
                HttpStatus.NOT_FOUND, "id", "not_found", "There is no batch \"" + V1Refusal.brief(id) + "\" here");
    }

    private static V1Refusal without(Submitted.View view) {
        return view.endedAt() == null
                ? new V1Refusal(
                        HttpStatus.CONFLICT,
                        null,
                        "not_ready",
                        "The batch is " + word(view.status()) + ": its output is there when it is completed or failed")
                : new V1Refusal(
                        HttpStatus.GONE, null, "deleted", "The output was deleted by age (retention of its tasks)");
    }
}
