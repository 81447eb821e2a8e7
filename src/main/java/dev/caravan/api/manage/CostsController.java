package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.access.Problem;
import dev.caravan.ledger.Lists.Cost;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What batches and real-time calls cost, by day (UTC), task and model. */
@RestController
@RequestMapping(path = "/api/costs", produces = MediaType.APPLICATION_JSON_VALUE)
final class CostsController {
    private static final int USUAL_DAYS = 30;

    private final Asker asker;
    private final Clock clock;

    CostsController(Asker asker, Clock clock) {
        this.asker = asker;
        this.clock = clock;
    }

    /**
     * @param costUsd of batches; {@code overspendUsd} is the part of it that bought answers nobody uses
     * @param calls real-time ones, and what they cost
     * @param unknownCalls those of which nobody knows whether they were run; {@code unknownUsd} is the most that they cost
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String day,
            String task,
            String model,
            long batches,
            double costUsd,
            double overspendUsd,
            long calls,
            double callsUsd,
            long unknownCalls,
            double unknownUsd) {}

    /** Both days are included. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Costs(
            String from,
            String to,
            double costUsd,
            double overspendUsd,
            double callsUsd,
            double unknownUsd,
            List<Line> lines) {}

    @GetMapping
    Costs costs(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC) : day("to", to);
        LocalDate first = from == null ? last.minusDays(USUAL_DAYS - 1) : day("from", from);
        List<Cost> rows =
                asker.ledger().lists().costs(asker.tasks(request, task), first.toEpochDay(), last.toEpochDay());
        return new Costs(
                first.toString(),
                last.toString(),
                Words.usd(rows.stream().mapToLong(Cost::micros).sum()),
                Words.usd(rows.stream().mapToLong(Cost::overspend).sum()),
                Words.usd(rows.stream().mapToLong(Cost::callMicros).sum()),
                Words.usd(rows.stream().mapToLong(Cost::unknownMicros).sum()),
                rows.stream()
                        .map(row -> new Line(
                                LocalDate.ofEpochDay(row.day()).toString(),
                                row.task(),
                                row.model(),
                                row.batches(),
                                Words.usd(row.micros()),
                                Words.usd(row.overspend()),
                                row.calls(),
                                Words.usd(row.callMicros()),
                                row.unknown(),
                                Words.usd(row.unknownMicros())))
                        .toList());
    }

    private static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, field, "must be a day such as 2026-11-20")
                    .thrown();
        }
    }
}
