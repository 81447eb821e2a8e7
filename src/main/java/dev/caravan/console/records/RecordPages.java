package dev.caravan.console.records;

import dev.caravan.access.Role;
import dev.caravan.audit.Dossier;
import dev.caravan.audit.Dossiers;
import dev.caravan.batch.WhyWaiting;
import dev.caravan.console.Confirm;
import dev.caravan.console.Cut;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Sources;
import dev.caravan.console.Visit;
import dev.caravan.console.Waits;
import dev.caravan.review.ReviewConflictException;
import dev.caravan.review.Reviews;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** One record: where it came from, every attempt, what people decided, where it went; and a way to have a person look at it. */
@RestController
final class RecordPages {
    private final Pages pages;
    private final Dossiers dossiers;
    private final Reviews reviews;
    private final Sources sources;
    private final WhyWaiting waiting;

    RecordPages(Pages pages, Dossiers dossiers, Reviews reviews, Sources sources, WhyWaiting waiting) {
        this.waiting = waiting;
        this.pages = pages;
        this.dossiers = dossiers;
        this.reviews = reviews;
        this.sources = sources;
    }

    /**
     * @param rerun address that sends records like this one again; empty for who may not
     * @param audit address of all its revisions side by side; empty if it was erased
     * @param trouble why nobody was asked; @param why the reason as it was typed
     */
    record Shown(
            String csrf,
            RecordView record,
            List<Waits> waits,
            String rerun,
            String audit,
            String trouble,
            String why,
            int longest) {}

    @GetMapping("/records/{record}")
    ResponseEntity<String> one(HttpServletRequest request, @PathVariable long record) {
        return show(request, HttpStatus.OK, record, "", "");
    }

    /** Opens it for review. */
    @PostMapping("/records/{record}/ask")
    ResponseEntity<String> ask(
            HttpServletRequest request, @PathVariable long record, @RequestParam(defaultValue = "") String why) {
        Visit visit = new Visit(request);
        if (why.isBlank() || why.length() > Confirm.LONGEST_WHY) {
            String trouble = "Say in a few words what to look for; whoever decides reads it.";
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, record, trouble, "");
        }
        try {
            reviews.ask(record, visit.actor(), why.strip());
        } catch (ReviewConflictException e) {
            return show(request, HttpStatus.CONFLICT, record, "Nobody was asked. " + e.getMessage() + ".", why);
        }
        visit.flash("done", "Record " + record + " is open for review now.");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/records/" + record))
                .build();
    }

    private ResponseEntity<String> show(
            HttpServletRequest request, HttpStatus status, long record, String trouble, String why) {
        Visit visit = new Visit(request);
        Dossier dossier = dossiers.of(record).orElseThrow(RecordPages::missing);
        RecordView view = RecordView.of(dossier, visit.may(Role.REVIEW), sources);
        Shown shown = new Shown(
                visit.csrf(),
                view,
                Waits.of(waiting.record(record)),
                visit.may(Role.OPERATE) && dossier.gone() == null ? rerun(view) : "",
                dossier.gone() != null && dossier.gone().erased()
                        ? ""
                        : at("/audit", "task", view.task(), "id", view.sourceId()),
                trouble,
                why,
                Confirm.LONGEST_WHY);
        return pages.page(visit, status, view.sourceId() + " · Record " + record, "record", shown);
    }

    private static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** Reruns go by filters: what has this record's drop, state and code. */
    private static String rerun(RecordView view) {
        return at(
                "/rerun",
                "task",
                view.task(),
                "drop",
                String.valueOf(view.origin().drop()),
                "state",
                view.state().replace(' ', '_'),
                "code",
                view.code());
    }

    private static String at(String path, String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new Filters(values).at(path);
    }

    /** @param text empty if it can't be shown; @param raw as it is in the file; empty if the text is that */
    record Side(String name, List<Cut> text, List<Cut> raw, boolean whole, String why) {
        static Side of(String name, Dossier.Line line) {
            String text = line.text();
            String indented = text == null ? null : Json.indented(text);
            return new Side(
                    name,
                    Stream.ofNullable(indented).map(Cut::of).toList(),
                    Stream.ofNullable(text)
                            .filter(raw -> !raw.equals(indented))
                            .map(Cut::of)
                            .toList(),
                    line.whole(),
                    line.why());
        }
    }

    record ExchangeShown(long record, int attempt, List<Side> sides) {}

    /** What an attempt sent and what came back: for a script a piece of the record's page, else a page of its own. */
    @GetMapping("/records/{record}/attempts/{attempt}")
    ResponseEntity<String> exchange(HttpServletRequest request, @PathVariable long record, @PathVariable int attempt) {
        Visit visit = new Visit(request);
        Optional<Dossier.Exchange> found = dossiers.exchange(record, attempt);
        Dossier.Exchange exchange = found.orElseThrow(RecordPages::missing);
        ExchangeShown shown = new ExchangeShown(
                record,
                attempt,
                List.of(Side.of("What was sent", exchange.request()), Side.of("What came back", exchange.result())));
        return visit.wantsFragment()
                ? pages.fragment(HttpStatus.OK, "exchange", shown)
                : pages.page(visit, "Attempt " + attempt + " · Record " + record, "exchangepage", shown);
    }
}
