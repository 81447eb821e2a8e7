package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import dev.caravan.access.Sight;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.Rerun;
import dev.caravan.rerun.Filter;
import dev.caravan.rerun.Preview;
import dev.caravan.rerun.Reruns;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reruns over HTTP; docs/operations/steering.md has the words. The names of a filter are those of the command line. */
@RestController
@RequestMapping(path = "/api/reruns", produces = MediaType.APPLICATION_JSON_VALUE)
final class RerunsController {
    private final Reruns reruns;
    private final Sight sight;

    RerunsController(Reruns reruns, Sight sight) {
        this.reruns = reruns;
        this.sight = sight;
    }

    @GetMapping("/preview")
    Map<String, Object> preview(@RequestParam Map<String, String> filter) {
        return shown(reruns.preview(filter(filter)));
    }

    @GetMapping
    Page<Map<String, @Nullable Object>> newest(HttpServletRequest request) {
        Paging paging = Paging.of(request);
        return paging.page(
                reruns.newest(paging.rows(), paging.after(), sight.tasks(request)), RerunsController::shown, Rerun::id);
    }

    @GetMapping("/{rerun}")
    Map<String, @Nullable Object> one(@PathVariable long rerun, HttpServletRequest request) {
        Rerun found = reruns.find(rerun);
        if (found == null || !sight.task(request, reruns.task(found))) {
            throw Problem.notFound().thrown();
        }
        return shown(found);
    }

    /** The filter, and {@code why}. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, @Nullable Object> start(
            @RequestBody Map<String, String> asked, HttpServletRequest request, Principal who) {
        Map<String, String> filter = new LinkedHashMap<>(asked);
        String why = filter.remove("why");
        Filter picked = filter(filter);
        Long drop = picked.drop();
        if (!sight.task(request, picked.task()) || (drop != null && !sight.drop(request, drop))) {
            throw Problem.notFound().thrown();
        }
        long id = reruns.start(picked, who.getName(), why == null ? "" : why);
        Rerun begun = reruns.find(id);
        return begun == null ? Map.of("id", id) : shown(begun);
    }

    private static Filter filter(Map<String, String> given) {
        given.keySet().stream()
                .filter(name -> !Filter.NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "\"" + name + "\" is no part of a filter. Allowed: " + String.join(", ", Filter.NAMES));
                });
        // An empty text is somebody's variable that was not set; passed over, it would pick everything.
        given.forEach((name, value) -> {
            if (!Filter.FLAGS.contains(name) && (value == null || value.isBlank())) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has no value. Leave it out where it does not matter");
            }
        });
        return Filter.of(given::get);
    }

    private static Map<String, Object> shown(Preview preview) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("filter", preview.filter().toMap());
        shown.put("prompt_version", preview.version());
        shown.put("model", preview.model());
        shown.put("records", preview.records());
        Map<String, Long> states = new LinkedHashMap<>();
        preview.states().forEach((state, n) -> states.put(word(state), n));
        shown.put("states", states);
        shown.put("queued_again", preview.again());
        shown.put("new_revisions", preview.anew());
        Map<String, Long> skipped = new LinkedHashMap<>();
        preview.skipped().forEach((fate, n) -> skipped.put(fate.name().toLowerCase(Locale.ROOT), n));
        shown.put("skipped", skipped);
        Long micros = preview.micros();
        if (micros != null) {
            shown.put("cost_usd", micros / 1_000_000.0);
        }
        shown.put("full_records", preview.fullRecords());
        Long full = preview.fullMicros();
        if (full != null) {
            shown.put("full_cost_usd", full / 1_000_000.0);
        }
        return shown;
    }

    private static Map<String, @Nullable Object> shown(Rerun rerun) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", rerun.id());
        shown.put("at", rerun.at().toString());
        shown.put("actor", rerun.actor());
        shown.put("why", rerun.why());
        shown.put("filter", rerun.filter());
        shown.put("records", rerun.records());
        shown.put("cost_usd", rerun.micros() / 1_000_000.0);
        shown.put("queued_again", rerun.again());
        shown.put("new_revisions", rerun.anew());
        shown.put("drop", rerun.dropId());
        shown.put("done_at", rerun.doneAt() == null ? null : rerun.doneAt().toString());
        return shown;
    }

    private static String word(RecordState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
