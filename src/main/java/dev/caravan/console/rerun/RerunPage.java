package dev.caravan.console.rerun;

import dev.caravan.access.Sight;
import dev.caravan.console.Money;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.RecordState;
import dev.caravan.rerun.Filter;
import dev.caravan.rerun.Preview;
import dev.caravan.rerun.Reruns;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sends records again that a filter picks: shows first how many and what it costs, then wants a reason and a yes. */
@RestController
final class RerunPage {
    private static final int NEWEST = 20;

    private final Pages pages;
    private final Reruns reruns;
    private final Tasks tasks;
    private final Sight sight;

    RerunPage(Pages pages, Reruns reruns, Tasks tasks, Sight sight) {
        this.sight = sight;
        this.pages = pages;
        this.reruns = reruns;
        this.tasks = tasks;
    }

    record Option(String value, boolean chosen) {}

    /** A field of the filter, as it was typed. */
    record Field(String name, String label, String value, String hint) {}

    record Tick(String name, String label, boolean on) {}

    record Line(String count, String text) {}

    record Shown(
            String records,
            long expected,
            boolean any,
            String answeredBy,
            String cost,
            String full,
            List<Line> states,
            List<Line> stay) {}

    record Past(long id, String at, String actor, String why, String records, String cost, String state) {}

    record Form(
            String csrf,
            List<Option> tasks,
            List<Option> states,
            List<Field> fields,
            List<Tick> ticks,
            String why,
            List<Shown> preview,
            String trouble,
            List<Past> past) {
        boolean hasPast() {
            return !past.isEmpty();
        }
    }

    @GetMapping("/rerun")
    ResponseEntity<String> ask(HttpServletRequest request) {
        return show(request, HttpStatus.OK, null, "");
    }

    /** @param expected how many it was said to be; without it nothing is begun yet */
    @PostMapping("/rerun")
    ResponseEntity<String> rerun(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(required = false) Long expected) {
        Visit visit = new Visit(request);
        try {
            Filter filter = Filter.of(request::getParameter);
            Preview preview = reruns.preview(filter);
            if (expected == null) {
                return show(request, HttpStatus.OK, preview, "");
            }
            if (preview.records() != expected) {
                return show(
                        request,
                        HttpStatus.CONFLICT,
                        preview,
                        "There are " + preview.records() + " now, not " + expected
                                + ". Nothing was begun; look again.");
            }
            long id = reruns.start(filter, visit.actor(), why);
            visit.flash("done", String.format(Locale.ROOT, "Rerun %d has begun: %,d records go again.", id, expected));
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/rerun"))
                    .build();
        } catch (IllegalArgumentException e) {
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, null, String.valueOf(e.getMessage()));
        }
    }

    private ResponseEntity<String> show(
            HttpServletRequest request, HttpStatus status, @Nullable Preview preview, String trouble) {
        Visit visit = new Visit(request);
        Form form = new Form(
                visit.csrf(),
                options(
                        tasks.byName().keySet().stream()
                                .filter(name -> sight.task(request, name))
                                .sorted(),
                        said(request, "task")),
                options(
                        Arrays.stream(RecordState.values())
                                .map(state -> state.name().toLowerCase(Locale.ROOT)),
                        said(request, "state")),
                List.of(
                        field(request, "drop", "Drop", "its number"),
                        field(request, "code", "Code", "such as schema.enum"),
                        field(request, "prompt-version", "Prompt version", "that answered last"),
                        field(request, "model", "Model", "that answered last"),
                        field(request, "from", "From", "2026-11-20 or 2026-11-20T08:00:00Z, UTC"),
                        field(request, "to", "To", "not included")),
                List.of(
                        tick(request, "earlier", "Only what an earlier prompt, schema or model answered"),
                        tick(request, "persons", "Also what a person decided")),
                said(request, "why"),
                Stream.ofNullable(preview).map(RerunPage::shown).toList(),
                trouble,
                reruns.newest(NEWEST, sight.tasks(request)).stream()
                        .map(one -> new Past(
                                one.id(),
                                one.at().toString(),
                                one.actor(),
                                one.why(),
                                String.format(Locale.ROOT, "%,d", one.records()),
                                Money.usd(one.micros()),
                                one.doneAt() == null ? "under way" : "done"))
                        .toList());
        return pages.page(visit, status, "Rerun", "rerun", form);
    }

    private static Shown shown(Preview preview) {
        return new Shown(
                String.format(Locale.ROOT, "%,d", preview.records()),
                preview.records(),
                preview.records() > 0,
                "version " + preview.version() + " with " + preview.model(),
                cost(preview.micros()),
                String.format(Locale.ROOT, "%,d records, %s", preview.fullRecords(), cost(preview.fullMicros())),
                preview.states().entrySet().stream()
                        .map(one -> line(one.getValue(), one.getKey().name().toLowerCase(Locale.ROOT)))
                        .toList(),
                preview.skipped().entrySet().stream()
                        .map(one -> line(one.getValue(), Preview.why(one.getKey())))
                        .toList());
    }

    private static Line line(long count, String text) {
        return new Line(String.format(Locale.ROOT, "%,d", count), text);
    }

    private static String cost(@Nullable Long micros) {
        return micros == null ? "cost unknown: none was answered yet" : "about " + Money.usd(micros);
    }

    private static List<Option> options(Stream<String> values, String chosen) {
        return values.map(value -> new Option(value, value.equals(chosen))).toList();
    }

    private static Field field(HttpServletRequest request, String name, String label, String hint) {
        return new Field(name, label, said(request, name), hint);
    }

    private static Tick tick(HttpServletRequest request, String name, String label) {
        return new Tick(name, label, !said(request, name).isEmpty());
    }

    private static String said(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }
}
