package dev.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Sight;
import dev.caravan.sample.Report;
import dev.caravan.sample.Samples;
import dev.caravan.sample.Wanted;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Samples over HTTP; docs/sample.md has the words. */
@RestController
@RequestMapping(path = "/api/tasks/{task}/sample", produces = MediaType.APPLICATION_JSON_VALUE)
final class SamplesController {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A body that names a drop is shorter. */
    private static final int BRIEF = 200;

    /** Formats by content type; the parameter {@code name} goes before. */
    private static final Map<String, String> ENDS = Map.of(
            "text/csv", "csv",
            "text/tab-separated-values", "tsv",
            "application/jsonl", "jsonl",
            "application/x-ndjson", "jsonl",
            "application/json", "json",
            "application/xml", "xml",
            "text/xml", "xml",
            "application/vnd.apache.parquet", "parquet",
            "application/zip", "zip",
            "text/plain", "txt");

    private final Samples samples;
    private final Sight sight;

    SamplesController(Samples samples, Sight sight) {
        this.samples = samples;
        this.sight = sight;
    }

    /**
     * Asks about some records of the file in the body, or of a drop: {@code {"drop": 12}}.
     *
     * @param name of the file, where the content type does not tell how it is read
     */
    @PostMapping
    Report sample(
            @PathVariable String task,
            @RequestParam(defaultValue = "20") int n,
            @RequestParam(defaultValue = "false") boolean random,
            @RequestParam(required = false) @Nullable String name,
            HttpServletRequest request)
            throws IOException {
        if (!sight.task(request, task)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such task");
        }
        Wanted wanted = new Wanted(n, random);
        InputStream body = request.getInputStream();
        byte[] start = body.readNBytes(BRIEF);
        Optional<Long> drop = start.length < BRIEF ? drop(start) : Optional.empty();
        if (drop.isPresent()) {
            if (!sight.drop(request, drop.get())) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such drop");
            }
            return samples.of(task, drop.get(), wanted);
        }
        return samples.of(
                task, fileName(name, request), new SequenceInputStream(new ByteArrayInputStream(start), body), wanted);
    }

    private static String fileName(@Nullable String name, HttpServletRequest request) {
        if (name != null) {
            return name.substring(name.lastIndexOf('/') + 1);
        }
        String type = String.valueOf(request.getContentType())
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";.*", "")
                .strip();
        String end = ENDS.get(type);
        if (end == null) {
            throw new IllegalArgumentException("The content type " + type
                    + " does not tell how the file is read: send one such as text/csv or application/jsonl, or its"
                    + " name as ?name=tickets.csv.gz");
        }
        return "sample." + end;
    }

    private static Optional<Long> drop(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            JsonNode drop = json == null || json.size() != 1 ? null : json.get("drop");
            return drop != null && drop.canConvertToLong() ? Optional.of(drop.longValue()) : Optional.empty();
        } catch (JsonProcessingException noDrop) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can be read", e);
        }
    }

    @ExceptionHandler({IllegalArgumentException.class, IOException.class})
    ResponseEntity<ProblemDetail> wrong(Exception e, HttpServletRequest request) {
        return problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> absent(ResponseStatusException e, HttpServletRequest request) {
        return problem(HttpStatus.NOT_FOUND, String.valueOf(e.getReason()), request);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail, HttpServletRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("/docs/sample.md"));
        problem.setTitle(status.getReasonPhrase());
        problem.setInstance(URI.create(request.getRequestURI()));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
