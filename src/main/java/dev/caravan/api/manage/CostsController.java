package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import dev.caravan.costs.Costs;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What batches, real-time calls and all beside them cost, by day (UTC), task and model; and how things stand now. */
@RestController
@RequestMapping(path = "/api/costs", produces = MediaType.APPLICATION_JSON_VALUE)
final class CostsController {
    private static final int USUAL_DAYS = 30;

    private final Asker asker;
    private final Costs costs;
    private final Clock clock;

    CostsController(Asker asker, Costs costs, Clock clock) {
        this.asker = asker;
        this.costs = costs;
        this.clock = clock;
    }

    @GetMapping
    CostsView costs(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : day("to", to);
        LocalDate first = from == null ? last.minusDays(USUAL_DAYS - 1) : day("from", from);
        Set<String> tasks = asker.tasks(request, task);
        return CostsView.of(
                costs.bill(new Costs.Wanted(tasks, model, first, last)), costs.outlook(tasks, model), costs.rates());
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
