package dev.caravan.console.review;

import dev.caravan.access.Sight;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.review.Examples;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people decided, to take home as labelled examples. */
@RestController
final class ExamplesPage {
    private static final Logger LOG = LoggerFactory.getLogger(ExamplesPage.class);

    private final Pages pages;
    private final Examples examples;
    private final Tasks tasks;
    private final Sight sight;

    ExamplesPage(Pages pages, Examples examples, Tasks tasks, Sight sight) {
        this.sight = sight;
        this.pages = pages;
        this.examples = examples;
        this.tasks = tasks;
    }

    record Option(String value, boolean chosen) {}

    /** @param trouble why nothing was given; empty before it is asked for */
    record Form(List<Option> tasks, String since, boolean approved, String trouble) {}

    @GetMapping("/review/examples")
    ResponseEntity<String> form(HttpServletRequest request, @RequestParam(defaultValue = "") String task) {
        return form(request, HttpStatus.OK, task, "", false, "");
    }

    /**
     * Writes them while they are read, so nothing is held however many there are.
     *
     * @return null if they were given
     */
    @GetMapping("/review/examples.jsonl")
    @Nullable
    ResponseEntity<String> download(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String task,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "false") boolean approved)
            throws IOException {
        Optional<Instant> from = Examples.since(since.strip());
        if (!tasks.byName().containsKey(task)) {
            String trouble =
                    "Choose a task. Those that are not configured any more are exported by the command export.";
            return form(request, HttpStatus.UNPROCESSABLE_ENTITY, task, since, approved, trouble);
        }
        if (from.isEmpty()) {
            String trouble = "\"" + since + "\" is no day; one is written 2026-11-01.";
            return form(request, HttpStatus.UNPROCESSABLE_ENTITY, task, since, approved, trouble);
        }
        response.setContentType("application/jsonl");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(task));
        // Not closed if it fails: the connection breaks then, and half a file is not taken for a whole one.
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        Examples.Written written = examples.write(task, from.get(), approved, out);
        out.flush();
        if (written.unreadable() > 0) {
            LOG.warn(
                    "Examples of {} for {}: {} were left out, for their input or answer can't be read",
                    task,
                    new Visit(request).actor(),
                    written.unreadable());
        }
        return null;
    }

    /** A name that every file system takes. */
    private static String attachment(String task) {
        return ContentDisposition.attachment()
                .filename("examples-" + task.replaceAll("[^A-Za-z0-9_-]", "_") + ".jsonl")
                .build()
                .toString();
    }

    private ResponseEntity<String> form(
            HttpServletRequest request,
            HttpStatus status,
            String task,
            String since,
            boolean approved,
            String trouble) {
        List<Option> known = tasks.byName().keySet().stream()
                .filter(name -> sight.task(request, name))
                .sorted()
                .map(name -> new Option(name, name.equals(task)))
                .toList();
        return pages.page(
                new Visit(request), status, "Examples", "examples", new Form(known, since, approved, trouble));
    }
}
