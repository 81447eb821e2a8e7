package dev.caravan.console;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.caravan.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Fills templates of {@code resources/console/templates}. Every value is escaped for HTML; {@code {{{…}}}} is for what a
 * template made. Thread-safe.
 */
public final class Pages {
    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Mustache.Compiler compiler = Mustache.compiler()
            .withLoader(Pages::open)
            .nullValue("")
            .emptyStringIsFalse(true)
            .zeroIsFalse(false);
    private final String version;

    /** @param version of the static files, part of their addresses */
    Pages(String version) {
        this.version = version;
    }

    /** @param paths of all pages that are found from there */
    private record Place(String href, String name, Set<String> paths) {
        boolean holds(String path) {
            int end = path.indexOf('/', 1);
            return paths.contains(end < 0 ? path : path.substring(0, end));
        }
    }

    private static final List<Place> PLACES = List.of(
            new Place(
                    "/monitor",
                    "Monitor",
                    Set.of(
                            "/monitor",
                            "/drops",
                            "/batches",
                            "/records",
                            "/publications",
                            "/events",
                            "/requests",
                            "/pauses")),
            new Place("/review", "Review", Set.of("/review", "/gates")),
            new Place("/tasks", "Tasks", Set.of("/tasks")),
            new Place("/models", "Batch models", Set.of("/models", "/credentials")),
            new Place("/costs", "Costs", Set.of("/costs")),
            new Place("/plots", "Plots", Set.of("/plots")),
            new Place("/audit", "Audit", Set.of("/audit")),
            new Place("/rerun", "Rerun", Set.of("/rerun")),
            new Place("/reload", "Reload", Set.of("/reload")));

    /** Who only reads finds them in the docs. */
    private static final Set<String> OPERATORS = Set.of("/rerun", "/reload");

    /** An entry of the navigation. */
    record Link(String href, String name, boolean here) {}

    /** What the layout shows around a page. */
    record Frame(
            String title,
            String body,
            List<Link> links,
            List<String> person,
            List<Visit.Flash> flash,
            String csrf,
            String version) {}

    /** A whole page, or only its body if that is what a script asked for. */
    public ResponseEntity<String> page(Visit visit, String title, String template, Object model) {
        return page(visit, HttpStatus.OK, title, template, model);
    }

    public ResponseEntity<String> page(Visit visit, HttpStatus status, String title, String template, Object model) {
        String body = fill(template, model);
        return html(status, visit.wantsFragment() ? body : around(visit, title, body));
    }

    /** A piece of a page. */
    public ResponseEntity<String> fragment(HttpStatus status, String template, Object model) {
        return html(status, fill(template, model));
    }

    public String fill(String template, Object model) {
        return templates.computeIfAbsent(template, this::compile).execute(model);
    }

    String around(Visit visit, String title, String body) {
        List<Link> links = visit.person().isEmpty()
                ? List.of()
                : PLACES.stream()
                        .filter(place -> !OPERATORS.contains(place.href()) || visit.may(Role.OPERATE))
                        .map(place -> new Link(place.href(), place.name(), place.holds(visit.path())))
                        .toList();
        return fill(
                "layout",
                new Frame(
                        title,
                        body,
                        links,
                        visit.person().map(person -> person.getName()).stream().toList(),
                        visit.takeFlash().stream().toList(),
                        visit.csrf(),
                        version));
    }

    private static ResponseEntity<String> html(HttpStatus status, String body) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header("Vary", "HX-Request")
                .body(body);
    }

    private Template compile(String name) {
        try (Reader reader = open(name)) {
            return compiler.compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader open(String name) {
        InputStream template = Pages.class.getResourceAsStream("/console/templates/" + name + ".mustache");
        if (template == null) {
            throw new IllegalArgumentException("No template " + name);
        }
        return new InputStreamReader(template, StandardCharsets.UTF_8);
    }
}
