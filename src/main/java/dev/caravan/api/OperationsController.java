package dev.caravan.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.submission.Direct;
import dev.caravan.submission.NotGivenOutException;
import dev.caravan.submission.Operation;
import dev.caravan.submission.RefusedSubmission;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The operations of the Batch API for whoever waits; docs/realtime.md has the words. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
final class OperationsController {
    private final Direct direct;

    OperationsController(Direct direct) {
        this.direct = direct;
    }

    /** Entities of a text. */
    @PostMapping("/extract")
    ResponseEntity<String> extract(HttpServletRequest request, Principal who) throws Exception {
        return answer(Operation.EXTRACT, request, who);
    }

    /** A summary of a text. */
    @PostMapping("/summarization/abstractive")
    ResponseEntity<String> summarize(HttpServletRequest request, Principal who) throws Exception {
        return answer(Operation.SUMMARIZE, request, who);
    }

    /** The label that fits a text. */
    @PostMapping("/classify")
    ResponseEntity<String> classify(HttpServletRequest request, Principal who) throws Exception {
        return answer(Operation.CLASSIFY, request, who);
    }

    private ResponseEntity<String> answer(Operation operation, HttpServletRequest request, Principal who)
            throws IOException, RefusedSubmission, NoAnswerException, NotGivenOutException {
        ObjectNode answer = direct.answer(Callers.of(who), operation, request.getInputStream());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer.toString());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(RefusedSubmission e) {
        String where = e.field() == null ? "" : e.field() + ": ";
        String message = where + e.getMessage();
        return switch (e.why()) {
            case TOO_LARGE -> V1Error.of(HttpStatus.PAYLOAD_TOO_LARGE, message, e.field(), "too_large", 0);
            case UNPROCESSABLE -> V1Error.of(HttpStatus.UNPROCESSABLE_ENTITY, message, e.field(), "unprocessable", 0);
            case NOT_CONFIGURED -> V1Error.of(HttpStatus.SERVICE_UNAVAILABLE, message, null, "not_configured", 0);
            default -> V1Error.of(HttpStatus.BAD_REQUEST, message, e.field(), "invalid_request", 0);
        };
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> withheld(NotGivenOutException e) {
        return V1Error.of(HttpStatus.BAD_GATEWAY, String.valueOf(e.getMessage()), null, e.code(), 0);
    }

    @ExceptionHandler(LedgerUnavailableException.class)
    ResponseEntity<Map<String, Object>> later() {
        return V1Error.later("What it costs can't be noted just now, so nothing was asked. Send it again");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unanswered(NoAnswerException e) {
        HttpStatus status = switch (e.why()) {
            case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
            case REFUSED, LOST -> HttpStatus.BAD_GATEWAY;
            case BUSY, BUDGET -> HttpStatus.TOO_MANY_REQUESTS;
            case DOWN -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        ResponseEntity<Map<String, Object>> error =
                V1Error.of(status, String.valueOf(e.getMessage()), null, e.code(), 0);
        Duration wait = e.retryAfter();
        return wait == null ? error : V1Error.after(error, wait);
    }
}
