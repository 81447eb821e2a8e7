package dev.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Errors below {@code /v1} and of the operations in real time, in the shape that OpenAI has made common. */
final class V1Error {
    private static final Logger LOG = LoggerFactory.getLogger(V1Error.class);
    private static final String WAIT_SECONDS = "10";

    private static final ObjectMapper JSON = new ObjectMapper();

    private V1Error() {}

    /** Tells an error where no controller does; one that has gone is not told. */
    static void write(HttpServletResponse response, ResponseEntity<Map<String, Object>> error) {
        try {
            response.setStatus(error.getStatusCode().value());
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getOutputStream().write(JSON.writeValueAsBytes(error.getBody()));
        } catch (IOException gone) {
            LOG.debug("Nobody is there any more", gone);
        }
    }

    /** @param line beside the common fields, where it is about one; 0 for none */
    static ResponseEntity<Map<String, Object>> of(
            HttpStatus status, String message, @Nullable String param, String code, long line) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(status, message, param, code, line));
    }

    /** Something is out of order here, and the same request may be sent again. */
    static ResponseEntity<Map<String, Object>> later(String message) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", WAIT_SECONDS)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(HttpStatus.SERVICE_UNAVAILABLE, message, null, "unavailable", 0));
    }

    /** The same with the time after which it may be sent again. */
    static ResponseEntity<Map<String, Object>> after(ResponseEntity<Map<String, Object>> error, Duration wait) {
        return ResponseEntity.status(error.getStatusCode())
                .headers(error.getHeaders())
                .header("Retry-After", String.valueOf(Math.max(1, wait.toSeconds() + (wait.getNano() > 0 ? 1 : 0))))
                .body(error.getBody());
    }

    private static Map<String, Object> body(
            HttpStatus status, String message, @Nullable String param, String code, long line) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", status.is5xxServerError() ? "server_error" : "invalid_request_error");
        error.put("param", param);
        error.put("code", code);
        if (line > 0) {
            error.put("line", line);
        }
        return Map.of("error", error);
    }
}
