package dev.caravan.console.pauses;

import dev.caravan.access.PauseSight;
import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.batch.Pausing;
import dev.caravan.batch.Pausing.Wanted;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Overview.Stuck;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.model.Models;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is paused and how much stands still for it; pausing and resuming. */
@RestController
final class PausesPage {
    private final Pages pages;
    private final Pausing pausing;
    private final PauseSight sight;
    private final Ledger ledger;
    private final Clock clock;

    PausesPage(Pages pages, Pausing pausing, Models models, Sight sight, Ledger ledger, Clock clock) {
        this.pages = pages;
        this.pausing = pausing;
        this.sight = new PauseSight(models, sight);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @param by empty where the visitor does not learn who paused it and why; @param waiting empty where nobody counts it */
    record Line(
            long id,
            String what,
            boolean silent,
            String at,
            String until,
            String by,
            String why,
            String waiting,
            boolean mayResume) {}

    record Option(String value, String name, boolean chosen) {}

    /** What was typed into the form, or what another page asked for. */
    record Typed(String name, String why, String length, boolean silent) {}

    record Shown(String csrf, boolean mayPause, List<Line> lines, List<Option> kinds, Typed typed, String trouble) {
        boolean none() {
            return lines.isEmpty();
        }
    }

    @GetMapping("/pauses")
    ResponseEntity<String> pauses(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String name) {
        return show(request, HttpStatus.OK, kind, new Typed(name, "", "", false), "");
    }

    @PostMapping("/pauses")
    ResponseEntity<String> pause(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = "", name = "for") String length,
            @RequestParam(defaultValue = "false") boolean silent) {
        Visit visit = new Visit(request);
        Typed typed = new Typed(name, why, length, silent);
        Optional<What> what = what(kind, name);
        if (what.isEmpty()) {
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, kind, typed, "Say what is to be paused.");
        }
        if (why.isBlank()) {
            String trouble = "Say why in a few words; it stays in the events. Nothing was paused.";
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, kind, typed, trouble);
        }
        sight.mustChange(request, what.get());
        try {
            var paused = pausing.pause(
                    new Wanted(what.get(), silent, why, length.isBlank() ? null : length, null), visit.actor());
            visit.flash("done", capital(Pausing.words(what.get())) + ": " + Pausing.said(paused) + ".");
            return back();
        } catch (IllegalArgumentException e) {
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, kind, typed, String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/pauses/{pause}")
    ResponseEntity<String> resume(
            HttpServletRequest request, @PathVariable long pause, @RequestParam(defaultValue = "") String why) {
        Visit visit = new Visit(request);
        Optional<What> what = pausing.find(pause).map(Pause::what).filter(one -> sight.sees(request, one));
        if (what.isEmpty()) {
            return show(
                    request,
                    HttpStatus.NOT_FOUND,
                    "",
                    new Typed("", "", "", false),
                    "It is not paused any more. Nothing was done.");
        }
        sight.mustChange(request, what.get());
        pausing.resume(what.get(), visit.actor(), why);
        visit.flash("done", capital(Pausing.words(what.get())) + " goes on.");
        return back();
    }

    private static ResponseEntity<String> back() {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/pauses"))
                .build();
    }

    private static Optional<What> what(String kind, String name) {
        return Arrays.stream(Kind.values())
                .filter(one -> one.word().equals(kind) && !name.isBlank())
                .map(one -> new What(one, name.strip()))
                .findFirst();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private ResponseEntity<String> show(
            HttpServletRequest request, HttpStatus status, String kind, Typed typed, String trouble) {
        Visit visit = new Visit(request);
        Map<String, Long> waiting = ledger.overview().stuck(null, clock.instant()).stream()
                .collect(Collectors.toMap(Stuck::what, Stuck::count, (a, b) -> a));
        List<Line> lines = pausing.inForce().stream()
                .filter(one -> sight.sees(request, one.what()))
                .map(one -> line(request, one, waiting.getOrDefault(one.what().toString(), 0L)))
                .toList();
        List<Option> kinds = Arrays.stream(Kind.values())
                .map(one -> new Option(
                        one.word(),
                        one == Kind.MODEL ? "batch model" : one.word(),
                        one.word().equals(kind)))
                .toList();
        return pages.page(
                visit,
                status,
                "Pauses",
                "pauses",
                new Shown(visit.csrf(), visit.may(Role.OPERATE), lines, kinds, typed, trouble));
    }

    private Line line(HttpServletRequest request, Pause pause, long waiting) {
        boolean whole = sight.mayChange(request, pause.what());
        Instant until = pause.terms().until();
        String number = String.format(Locale.ROOT, "%,d", waiting);
        return new Line(
                pause.id(),
                Pausing.words(pause.what()),
                pause.terms().silent(),
                pause.at().toString(),
                until == null ? "" : until.toString(),
                whole ? pause.actor() : "",
                whole ? pause.terms().why() : "",
                switch (pause.what().kind()) {
                    case TASK -> waiting == 1 ? "1 record" : number + " records";
                    case CREDENTIAL -> waiting == 1 ? "1 batch" : number + " batches";
                    case PROVIDER, MODEL -> "";
                },
                whole && new Visit(request).may(Role.OPERATE));
    }
}
