package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.access.PauseSight;
import dev.caravan.access.Problem;
import dev.caravan.access.Sight;
import dev.caravan.batch.Pausing;
import dev.caravan.batch.Pausing.Wanted;
import dev.caravan.ledger.Pauses.Came;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.Paused;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.model.Models;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is paused. {@link PauseSight} has who sees and changes what. */
@RestController
@RequestMapping(path = "/api/pauses", produces = MediaType.APPLICATION_JSON_VALUE)
final class PausesController {
    private final Pausing pausing;
    private final PauseSight sight;

    PausesController(Pausing pausing, Models models, Sight sight) {
        this.pausing = pausing;
        this.sight = new PauseSight(models, sight);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record PauseView(
            long id,
            String kind,
            String name,
            boolean silent,
            Instant at,
            @Nullable Instant until,
            @Nullable String actor,
            @Nullable String why) {}

    /** @param length such as 2h */
    record NewPause(
            @Nullable String kind,
            @Nullable String name,
            @Nullable Boolean silent,
            @Nullable String why,

            @com.fasterxml.jackson.annotation.JsonProperty("for") @Nullable
            String length,

            @Nullable String until) {}

    @GetMapping
    Page<PauseView> list(HttpServletRequest request) {
        return new Page<>(
                pausing.inForce().stream()
                        .filter(one -> sight.sees(request, one.what()))
                        .map(one -> shown(one, request))
                        .toList(),
                false,
                null);
    }

    /** 201 for a new one, 200 where it was paused before. */
    @PostMapping
    ResponseEntity<PauseView> pause(@RequestBody NewPause asked, HttpServletRequest request) {
        Kind kind = Words.read(Kind.class, "kind", asked.kind() == null ? "" : asked.kind());
        String name = asked.name() == null ? "" : asked.name();
        if (kind == null || name.isBlank()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "name", "must be the name of what is paused")
                    .thrown();
        }
        What what = new What(kind, name.strip());
        sight.mustChange(request, what);
        try {
            Paused paused = pausing.pause(
                    new Wanted(what, Boolean.TRUE.equals(asked.silent()), asked.why(), asked.length(), asked.until()),
                    Asker.caller(request).getName());
            PauseView view = shown(paused.pause(), request);
            return paused.came() == Came.BEGUN
                    ? ResponseEntity.created(URI.create("/api/pauses/" + view.id()))
                            .body(view)
                    : ResponseEntity.ok(view);
        } catch (IllegalArgumentException e) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()))
                    .thrown();
        }
    }

    @DeleteMapping("/{pause}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(
            @PathVariable long pause,
            @RequestParam(required = false) @Nullable String why,
            HttpServletRequest request) {
        What what = pausing.find(pause)
                .map(Pause::what)
                .filter(one -> sight.sees(request, one))
                .orElseThrow(() -> Problem.notFound().thrown());
        sight.mustChange(request, what);
        pausing.resume(what, Asker.caller(request).getName(), why);
    }

    private PauseView shown(Pause pause, HttpServletRequest request) {
        boolean whole = sight.mayChange(request, pause.what());
        return new PauseView(
                pause.id(),
                pause.what().kind().word(),
                pause.what().name(),
                pause.terms().silent(),
                pause.at(),
                pause.terms().until(),
                whole ? pause.actor() : null,
                whole ? pause.terms().why() : null);
    }
}
