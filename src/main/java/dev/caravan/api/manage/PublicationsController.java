package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.access.Problem;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Publications.Replayed;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Publications, where each of them is, and sending one once more. */
@RestController
@RequestMapping(path = "/api/publications", produces = MediaType.APPLICATION_JSON_VALUE)
final class PublicationsController {
    private final Asker asker;

    PublicationsController(Asker asker) {
        this.asker = asker;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record PublicationView(
            long id,
            String task,
            String state,
            int records,
            long bytes,
            boolean rejects,
            @Nullable Instant sealedAt,
            List<Sink> sinks) {
        static PublicationView of(PublicationRow row) {
            return new PublicationView(
                    row.id(),
                    row.task(),
                    row.state(),
                    row.records(),
                    row.bytes(),
                    row.rejects(),
                    row.sealedAt(),
                    row.sinks().stream()
                            .map(one -> new Sink(one.sink(), one.state(), one.sends(), one.at(), one.reason()))
                            .toList());
        }
    }

    /** @param at when it had all of it; @param reason why it does not */
    record Sink(
            String sink, String state, int sends, @Nullable Instant at, String reason) {}

    @GetMapping
    Page<PublicationView> list(@RequestParam(required = false) @Nullable String task, HttpServletRequest request) {
        Paging paging = Paging.of(request);
        return paging.page(
                asker.ledger().lists().publications(asker.slice(request, paging, task)),
                PublicationView::of,
                PublicationRow::id);
    }

    @GetMapping("/{publication}")
    PublicationView one(@PathVariable long publication, HttpServletRequest request) {
        return PublicationView.of(find(publication, request));
    }

    private PublicationRow find(long publication, HttpServletRequest request) {
        return asker.own(request, asker.ledger().lists().publication(publication), PublicationRow::task);
    }

    /** @param sink null: all that it went to; @param why stays in the events */
    record Wanted(@Nullable String sink, @Nullable String why) {}

    @PostMapping("/{publication}/replay")
    ResponseEntity<PublicationView> replay(
            @PathVariable long publication, @RequestBody Wanted wanted, HttpServletRequest request) {
        find(publication, request);
        String why = wanted.why();
        Replayed replayed = asker.ledger()
                .publications()
                .replayBy(publication, wanted.sink(), Asker.caller(request).getName(), why == null ? "" : why);
        if (replayed.deliveries() == 0) {
            throw Problem.of(HttpStatus.CONFLICT, replayed.why()).thrown();
        }
        return ResponseEntity.accepted().body(one(publication, request));
    }
}
