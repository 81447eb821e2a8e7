package dev.caravan.api;

import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.spool.StorageException;
import dev.caravan.submission.BodyTooLong;
import dev.caravan.submission.RefusedSubmission;
import java.util.Map;
import java.util.zip.ZipException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What is told where a request below {@code /v1} is refused; docs/batch-api.md and docs/gateway.md list the codes. */
@RestControllerAdvice(assignableTypes = {BatchesController.class, FilesController.class, ModelNamesController.class})
final class V1Errors {

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(V1Refusal e) {
        return V1Error.of(e.status(), String.valueOf(e.getMessage()), e.param(), e.code(), 0);
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
    ResponseEntity<Map<String, Object>> tooLong(BodyTooLong e) {
        return V1Error.of(HttpStatus.PAYLOAD_TOO_LARGE, String.valueOf(e.getMessage()), null, "too_large", 0);
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
}
