package dev.caravan.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Why something below {@code /api} was not done, as RFC 9457 writes it. Its type is where docs/api.md explains it, and never
 * changes.
 *
 * @param detail one or more sentences for a person; never a secret, nor what tells a foreign thing from one that is not there
 * @param errors the fields that are wrong, if it is about fields
 */
public record Problem(HttpStatus status, String detail, List<Field> errors) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_PATH = 300;

    /** @param reason what is wrong with it, and what is allowed */
    public record Field(String field, String reason) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(HttpStatus status, String detail) {
        return new Problem(status, detail, List.of());
    }

    /** About one field of a body, or one parameter. */
    public static Problem of(HttpStatus status, String field, String reason) {
        return new Problem(status, field + ": " + reason, List.of(new Field(field, reason)));
    }

    /** What is of another workspace is answered so, too. */
    public static Problem notFound() {
        return of(HttpStatus.NOT_FOUND, "There is nothing here under this name or number");
    }

    /** To be thrown where the web server asks for an answer. */
    public ProblemException thrown() {
        return new ProblemException(this);
    }

    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsBytes(body(request)));
    }

    private Map<String, Object> body(HttpServletRequest request) {
        String path = request.getRequestURI();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/docs/api.md#" + slug());
        body.put("title", title());
        body.put("status", status.value());
        body.put("detail", detail);
        body.put("instance", path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) : path);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return body;
    }

    private String slug() {
        return title().toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    }

    private String title() {
        return switch (status) {
            case BAD_REQUEST -> "Not understood";
            case UNAUTHORIZED -> "No login";
            case FORBIDDEN -> "Not allowed";
            case NOT_FOUND -> "Not found";
            case METHOD_NOT_ALLOWED -> "No such method";
            case NOT_ACCEPTABLE -> "No such form";
            case CONFLICT -> "Conflict";
            case PRECONDITION_FAILED -> "Changed meanwhile";
            case PRECONDITION_REQUIRED -> "No revision";
            case GONE -> "Deleted";
            case LENGTH_REQUIRED -> "Length required";
            case PAYLOAD_TOO_LARGE -> "Too large";
            case UNSUPPORTED_MEDIA_TYPE -> "Not read";
            case UNPROCESSABLE_ENTITY -> "Not valid";
            case TOO_MANY_REQUESTS -> "Too many requests";
            case SERVICE_UNAVAILABLE -> "Not available";
            default -> status.is4xxClientError() ? "Not taken" : "Failed here";
        };
    }
}
