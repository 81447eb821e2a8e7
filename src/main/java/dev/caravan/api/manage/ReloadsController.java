package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.access.Caller;
import dev.caravan.access.Problem;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Reloads;
import dev.caravan.ledger.Reloads.Outcome;
import dev.caravan.ledger.Reloads.Told;
import dev.caravan.ledger.Reloads.Turn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
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
import org.springframework.web.bind.annotation.RestController;

/** Reading routes and configuration again: for those who see all workspaces, as it concerns all. */
@RestController
@RequestMapping(path = "/api/reloads", produces = MediaType.APPLICATION_JSON_VALUE)
final class ReloadsController {
    private static final int SHOWN = 100;
    private static final int LONGEST_WHY = 1000;

    private final Ledger ledger;

    ReloadsController(Ledger ledger) {
        this.ledger = ledger;
    }

    record NewReload(@Nullable String why) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record TurnView(
            String node, Instant beganAt, @Nullable Instant endedAt, String outcome, long awayMs, List<String> said) {
        static TurnView of(Turn turn) {
            Outcome outcome = turn.outcome();
            return new TurnView(
                    turn.name(),
                    turn.beganAt(),
                    turn.endedAt(),
                    outcome == null ? "under_way" : Words.of(outcome),
                    turn.down().toMillis(),
                    turn.said().lines().toList());
        }
    }

    record ReloadView(long id, Instant at, String actor, String why, List<TurnView> nodes) {
        static ReloadView of(Told told) {
            Reloads.Wish wish = told.wish();
            return new ReloadView(
                    wish.id(),
                    wish.at(),
                    wish.actor(),
                    wish.why(),
                    told.turns().stream().map(TurnView::of).toList());
        }
    }

    @GetMapping
    Page<ReloadView> list(HttpServletRequest request) {
        mustSeeAll(request);
        return new Page<>(
                ledger.reloads().newest(SHOWN).stream().map(ReloadView::of).toList(), false, null);
    }

    @GetMapping("/{reload}")
    ReloadView one(@PathVariable long reload, HttpServletRequest request) {
        return ledger.reloads()
                .find(reload)
                .filter(told -> seesAll(request))
                .map(ReloadView::of)
                .orElseThrow(() -> Problem.notFound().thrown());
    }

    @PostMapping
    ResponseEntity<ReloadView> ask(
            @RequestBody(required = false) @Nullable NewReload asked, HttpServletRequest request) {
        mustSeeAll(request);
        String why = asked == null || asked.why() == null ? "" : asked.why().strip();
        if (why.length() > LONGEST_WHY) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "why", "may have " + LONGEST_WHY + " characters")
                    .thrown();
        }
        long id = ledger.reloads().ask(Asker.caller(request).getName(), why, "");
        return ResponseEntity.accepted()
                .location(URI.create("/api/reloads/" + id))
                .body(one(id, request));
    }

    private static void mustSeeAll(HttpServletRequest request) {
        if (!seesAll(request)) {
            throw Problem.of(
                            HttpStatus.FORBIDDEN,
                            "Routes and configuration are reloaded by those who see all workspaces")
                    .thrown();
        }
    }

    private static boolean seesAll(HttpServletRequest request) {
        return Caller.of(request).orElseThrow().seesAll();
    }
}
