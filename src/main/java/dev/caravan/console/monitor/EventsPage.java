package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Lists.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What happened and who did it, newest first. */
@RestController
final class EventsPage {
    private static final int LOOK = 20_000;

    private final Pages pages;
    private final Viewer viewer;

    EventsPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    /** @param next address of what follows; empty if nothing does; @param cut whether only so many were looked at */
    record Shown(
            Filters filters,
            List<Choices.Choice> kinds,
            boolean people,
            String live,
            List<EventLine> events,
            String first,
            String next,
            boolean cut,
            String look) {
        boolean none() {
            return events.isEmpty();
        }

        String about() {
            return filters.value("about");
        }
    }

    @GetMapping("/events")
    ResponseEntity<String> events(HttpServletRequest request) {
        Visit visit = new Visit(request);
        Filters filters = Filters.of(request, "kind", "about", "people", "after");
        EventKind kind = filters.word("kind", EventKind.class);
        String about = filters.value("about");
        boolean people = filters.value("people").equals("true");
        Slice slice = new Slice(
                viewer.tasks(request, filters), filters.number("after").orElse(0), Viewer.ROWS);
        Piece<Events.Event> piece =
                viewer.ledger().contents().events(slice, kind, about.isEmpty() ? null : about, people, LOOK);
        Shown shown = new Shown(
                filters,
                Choices.of(
                        Arrays.stream(EventKind.values())
                                .filter(one -> one != EventKind.OF_A_NEWER_CARAVAN)
                                .map(Badge::word)
                                .sorted(),
                        kind == null ? "" : Badge.word(kind)),
                people,
                filters.at("/events", "part", "rows"),
                piece.rows().stream().map(EventLine::of).toList(),
                filters.value("after").isEmpty() ? "" : filters.at("/events", "after", ""),
                piece.next() == 0 ? "" : filters.at("/events", "after", String.valueOf(piece.next())),
                piece.cut(),
                Figures.count(LOOK));
        return visit.wantsFragment() && "rows".equals(request.getParameter("part"))
                ? pages.fragment(HttpStatus.OK, "events-rows", shown)
                : pages.page(visit, "What happened", "events", shown);
    }
}
