package dev.caravan.console.publications;

import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.console.Confirm;
import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.publications.PublicationsPage.Row;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Replayed;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** One publication with its members and sinks; and sending it once more. */
@RestController
final class PublicationPages {
    private static final int ROWS = 100;
    private static final int EVENTS = 20;

    private final Pages pages;
    private final Ledger ledger;
    private final Sight sight;

    PublicationPages(Pages pages, Ledger ledger, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.sight = sight;
    }

    /** @param by who decided its value; empty if no person did */
    record MemberRow(String href, String sourceId, int revision, int attempt, long drop, long batch, String by) {
        static MemberRow of(Member member) {
            var decided = member.decided();
            return new MemberRow(
                    "/records/" + member.recordId(),
                    member.sourceId(),
                    member.revision(),
                    member.attempt(),
                    member.dropId(),
                    member.batchId(),
                    decided == null ? "" : decided.by());
        }
    }

    record Told(String at, String actor, String body) {}

    /** @param size how many records and bytes; @param replay where all sinks get it once more; empty for who may not */
    record Shown(
            Row publication,
            String size,
            String replay,
            List<SinkRow> sinks,
            List<MemberRow> members,
            String first,
            String next,
            List<Told> events) {
        boolean any() {
            return !members.isEmpty();
        }
    }

    /** @param replay where it gets it once more; empty for who may not */
    record SinkRow(SinkView sink, String replay) {}

    @GetMapping("/publications/{publication}")
    ResponseEntity<String> one(HttpServletRequest request, @PathVariable long publication) {
        PublicationRow row = find(request, publication);
        Visit visit = new Visit(request);
        String replay = "/publications/" + publication + "/replay";
        boolean may = visit.may(Role.OPERATE) && !row.sinks().isEmpty();
        long after = Filters.of(request, "after").number("after").orElse(0);
        String here = "/publications/" + publication;
        List<Member> members = ledger.publications().members(publication, after, ROWS);
        Row shown = Row.of(row);
        return pages.page(
                visit,
                "Publication " + publication,
                "publication",
                new Shown(
                        shown,
                        records(row.records()) + ", " + shown.bytes(),
                        may ? replay : "",
                        shown.sinks().stream()
                                .map(sink -> new SinkRow(
                                        sink, may ? new Filters(Map.of("sink", sink.sink())).at(replay) : ""))
                                .toList(),
                        members.stream().map(MemberRow::of).toList(),
                        after == 0 ? "" : here,
                        next(publication, members),
                        ledger.events().of("publication " + publication, EVENTS).stream()
                                .map(PublicationPages::told)
                                .toList()));
    }

    /** A page may have fewer than fit and not be the last: those whose input is nowhere are left out. */
    private String next(long publication, List<Member> page) {
        if (page.isEmpty()) {
            return "";
        }
        long last = page.get(page.size() - 1).recordId();
        return ledger.publications().members(publication, last, 1).isEmpty()
                ? ""
                : "/publications/" + publication + "?after=" + last;
    }

    private static Told told(Events.Event event) {
        return new Told(event.at().toString(), event.actor(), event.body());
    }

    /** What is of another workspace is not found, as what is not there. */
    private PublicationRow find(HttpServletRequest request, long publication) {
        return ledger.lists()
                .publication(publication)
                .filter(row -> sight.task(request, row.task()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** Asks first. @param sink empty for all that it went to */
    @GetMapping("/publications/{publication}/replay")
    ResponseEntity<String> ask(
            HttpServletRequest request, @PathVariable long publication, @RequestParam(defaultValue = "") String sink) {
        return question(find(request, publication), sink).ask(pages, new Visit(request));
    }

    @PostMapping("/publications/{publication}/replay")
    ResponseEntity<String> replay(
            HttpServletRequest request,
            @PathVariable long publication,
            @RequestParam(defaultValue = "") String sink,
            @RequestParam(defaultValue = "") String why) {
        Visit visit = new Visit(request);
        PublicationRow row = find(request, publication);
        if (why.isBlank() || why.length() > Confirm.LONGEST_WHY) {
            String trouble = "Say in a few words why. Nothing was sent.";
            return question(row, sink).ask(pages, visit, HttpStatus.UNPROCESSABLE_ENTITY, trouble, "");
        }
        @Nullable String to = sink.isEmpty() ? null : sink;
        Replayed replayed = ledger.publications().replayBy(publication, to, visit.actor(), why.strip());
        if (replayed.deliveries() == 0) {
            String trouble = "Nothing is sent: " + replayed.why() + ".";
            return question(row, sink).ask(pages, visit, HttpStatus.CONFLICT, trouble, why);
        }
        visit.flash(
                "done", "Publication " + publication + " is sent once more to " + sinks(replayed.deliveries()) + ".");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/publications/" + publication))
                .build();
    }

    private static Confirm question(PublicationRow row, String sink) {
        String records = records(row.records()) + ", " + Figures.bytes(row.bytes());
        return new Confirm(
                sink.isEmpty()
                        ? "Send publication " + row.id() + " once more?"
                        : "Send publication " + row.id() + " once more to " + sink + "?",
                List.of(
                        (sink.isEmpty() ? "Its " + sinks(row.sinks().size()) + " get" : "Sink " + sink + " gets")
                                + " all of it again, from the first record: " + records
                                + ". It is the same content under the same key, so a sink that knows the key takes it once.",
                        "No model is asked, nothing is paid, and the states of its records stay as they are. What is on its way already goes on."),
                true,
                new Filters(sink.isEmpty() ? Map.of() : Map.of("sink", sink))
                        .at("/publications/" + row.id() + "/replay"),
                "Send it once more",
                "/publications/" + row.id(),
                Map.of());
    }

    private static String records(int count) {
        return count == 1 ? "1 record" : Figures.count(count) + " records";
    }

    private static String sinks(int count) {
        return count == 1 ? "1 sink" : count + " sinks";
    }
}
