package dev.caravan.api.manage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Problem;
import dev.caravan.access.Sight;
import dev.caravan.intake.UnreadableFileException;
import dev.caravan.sample.Report;
import dev.caravan.sample.Samples;
import dev.caravan.sample.Wanted;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

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
    private final Tasks tasks;
    private final Asker asker;
    private final Sight sight;

    SamplesController(Samples samples, Tasks tasks, Asker asker, Sight sight) {
        this.samples = samples;
        this.tasks = tasks;
        this.asker = asker;
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
        new KnownTasks(tasks, asker).withFiles(request, task);
        Wanted wanted = wanted(n, random);
        InputStream body = request.getInputStream();
        byte[] start = body.readNBytes(BRIEF);
        Optional<Long> drop = start.length < BRIEF ? drop(start) : Optional.empty();
        if (drop.isPresent()) {
            return ofDrop(task, drop.get(), wanted, request);
        }
        var all = new SequenceInputStream(new ByteArrayInputStream(start), body);
        try {
            return samples.of(task, fileName(name, request), all, wanted);
        } catch (IllegalArgumentException e) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()))
                    .thrown();
        } catch (UnreadableFileException e) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "The file can't be read: " + e.reason())
                    .thrown();
        }
    }

    private Report ofDrop(String task, long drop, Wanted wanted, HttpServletRequest request) throws IOException {
        boolean own = sight.drop(request, drop)
                && asker.ledger()
                        .drops()
                        .find(drop)
                        .filter(found -> asker.ledger()
                                .recipes()
                                .taskName(found.taskId())
                                .equals(task))
                        .isPresent();
        if (!own) {
            throw Problem.notFound().thrown();
        }
        try {
            return samples.of(task, drop, wanted);
        } catch (FileNotFoundException e) {
            throw Problem.of(HttpStatus.GONE, String.valueOf(e.getMessage())).thrown();
        } catch (IllegalArgumentException e) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()))
                    .thrown();
        }
    }

    private static Wanted wanted(int n, boolean random) {
        if (n < 1 || n > Wanted.MOST) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "n", "must be 1 to " + Wanted.MOST + ", but is " + n)
                    .thrown();
        }
        return new Wanted(n, random);
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
            throw Problem.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "The content type " + type
                                    + " does not tell how the file is read: send one such as text/csv or"
                                    + " application/jsonl, or its name as ?name=tickets.csv.gz")
                    .thrown();
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
}
