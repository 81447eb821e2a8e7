package dev.caravan.api.manage;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events.Event;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What somebody should know of afterwards, newest first; docs/operations/events.md has the kinds. */
@RestController
@RequestMapping(path = "/api/events", produces = MediaType.APPLICATION_JSON_VALUE)
final class EventsController {
    private final Asker asker;

    EventsController(Asker asker) {
        this.asker = asker;
    }

    record EventView(long id, Instant at, String kind, String subject, String actor, String body) {}

    /** Whoever is limited to workspaces sees what is about their tasks, and nothing of credentials and the ledger. */
    @GetMapping
    Page<EventView> list(
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String task,
            HttpServletRequest request) {
        Paging paging = Paging.of(request);
        return paging.page(
                asker.ledger()
                        .lists()
                        .events(asker.slice(request, paging, task), Words.read(EventKind.class, "kind", kind)),
                event -> new EventView(
                        event.id(), event.at(), Words.of(event.kind()), event.subject(), event.actor(), event.body()),
                Event::id);
    }
}
