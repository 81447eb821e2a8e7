package dev.caravan.api;

import dev.caravan.access.KeyHolder;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.spool.StorageException;
import dev.caravan.submission.Acceptance;
import dev.caravan.submission.Caller;
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
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The Batch API: extract, summarize and classify in bulk; docs/batch-api.md has the words. */
@RestController
@RequestMapping(path = "/v1/batches", produces = MediaType.APPLICATION_JSON_VALUE)
final class BatchesController {
    private static final String LINES = "application/jsonl";

    private final Acceptance acceptance;
    private final Submitted submitted;

    BatchesController(Acceptance acceptance, Submitted submitted) {
        this.acceptance = acceptance;
        this.submitted = submitted;
    }

    /** Lines of JSON, whatever the content type says. Answered when all of it is durable. */
    @PostMapping
    Map<String, @Nullable Object> submit(
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = "Content-Encoding", required = false) @Nullable String encoding,
            Principal who)
            throws IOException, RefusedSubmission {
        if (encoding != null && !encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("identity")) {
            throw new UnknownEncoding(encoding);
        }
        InputStream body = request.getInputStream();
        InputStream plain = "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(body, 1 << 16) : body;
        Acceptance.Accepted accepted = acceptance.accept(caller(who), plain, key);
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("batch_id", accepted.publicId());
        reply.put("status", word(Submitted.Status.QUEUED));
        reply.put("total_count", accepted.lines());
        return reply;
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> status(@PathVariable String id, Principal who) {
        return shown(submitted.find(caller(who), id).orElseThrow(() -> new NoBatch(id)));
    }

    @PostMapping("/{id}/cancel")
    Map<String, @Nullable Object> cancel(@PathVariable String id, Principal who) {
        return shown(submitted.cancel(caller(who), id).orElseThrow(() -> new NoBatch(id)));
    }

    /** One line for each of the body, in its order. */
    @GetMapping(
            path = "/{id}/output",
            produces = {LINES, MediaType.APPLICATION_JSON_VALUE})
    void output(@PathVariable String id, Principal who, HttpServletResponse response) throws IOException {
        Submitted.View view = submitted.find(caller(who), id).orElseThrow(() -> new NoBatch(id));
        Optional<Submitted.OutputBytes> output = submitted.output(caller(who), id);
        if (output.isEmpty()) {
            throw new NoOutput(view);
        }
        try (InputStream in = output.get().in()) {
            response.setContentType(LINES);
            response.setContentLengthLong(output.get().bytes());
            in.transferTo(response.getOutputStream());
        }
    }

    /** Who asks, with the workspace of the key. The door lets nobody in without one. */
    static Caller caller(Principal who) {
        if (who instanceof Authentication login && login.getPrincipal() instanceof KeyHolder holder) {
            return new Caller(holder.getName(), holder.workspace());
        }
        throw new IllegalStateException("Nobody comes to /v1 without an API key");
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

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(RefusedSubmission e) {
        String where = e.line() == 0 ? "" : "Line " + e.line() + (e.field() == null ? "" : ", " + e.field()) + ": ";
        return switch (e.why()) {
            case INVALID ->
                V1Error.of(HttpStatus.BAD_REQUEST, where + e.getMessage(), e.field(), "invalid_line", e.line());
            case UNPROCESSABLE ->
                V1Error.of(
                        HttpStatus.UNPROCESSABLE_ENTITY, where + e.getMessage(), e.field(), "unprocessable", e.line());
            case TOO_LARGE ->
                V1Error.of(HttpStatus.PAYLOAD_TOO_LARGE, where + e.getMessage(), e.field(), "too_large", e.line());
            case CONFLICT ->
                V1Error.of(
                        HttpStatus.CONFLICT,
                        String.valueOf(e.getMessage()),
                        "Idempotency-Key",
                        "idempotency_conflict",
                        0);
            case NOT_CONFIGURED ->
                V1Error.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()), null, "not_configured", 0);
        };
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unknown(NoBatch e) {
        return V1Error.of(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), "id", "not_found", 0);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> without(NoOutput e) {
        return V1Error.of(e.status, String.valueOf(e.getMessage()), null, e.code, 0);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> encoding(UnknownEncoding e) {
        return V1Error.of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, String.valueOf(e.getMessage()), "Content-Encoding", "encoding", 0);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> broken(ZipException e) {
        return V1Error.of(
                HttpStatus.BAD_REQUEST,
                "The body is no whole gzip: " + e.getMessage() + ". Nothing was accepted",
                "Content-Encoding",
                "encoding",
                0);
    }

    @ExceptionHandler({LedgerUnavailableException.class, StorageException.class})
    ResponseEntity<Map<String, Object>> later(Exception e) {
        return V1Error.later(
                "Nothing can be stored just now. Send it again with the same Idempotency-Key, or look whether it came");
    }

    private static final class NoBatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoBatch(String id) {
            super("There is no batch \"" + (id.length() > 60 ? id.substring(0, 60) + "…" : id) + "\" here");
        }
    }

    private static final class NoOutput extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final HttpStatus status;
        private final String code;

        NoOutput(Submitted.View view) {
            super(
                    view.endedAt() == null
                            ? "The batch is " + word(view.status())
                                    + ": its output is there when it is completed or failed"
                            : "The output was deleted by age (retention of its tasks)");
            status = view.endedAt() == null ? HttpStatus.CONFLICT : HttpStatus.GONE;
            code = view.endedAt() == null ? "not_ready" : "deleted";
        }
    }

    private static final class UnknownEncoding extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownEncoding(String encoding) {
            super("Content-Encoding " + (encoding.length() > 60 ? "given" : encoding)
                    + " is not read; send gzip or none. Nothing was accepted");
        }
    }
}
