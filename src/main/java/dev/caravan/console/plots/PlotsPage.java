package dev.caravan.console.plots;

import dev.caravan.access.Sight;
import dev.caravan.console.Choice;
import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Trends;
import dev.caravan.ledger.Trends.Collected;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How things go over time, for whoever would rather look than read. */
@RestController
final class PlotsPage {
    private static final int MOST_BATCHES = 20_000;
    private static final int MOST_OPEN = 10_000;
    private static final List<Span> SPANS = List.of(
            new Span("1", "1 day", "an hour", Duration.ofHours(1), 24),
            new Span("7", "7 days", "six hours", Duration.ofHours(6), 28),
            new Span("30", "30 days", "a day", Duration.ofDays(1), 30));

    private final Pages pages;
    private final Ledger ledger;
    private final Sight sight;
    private final Clock clock;

    PlotsPage(Pages pages, Ledger ledger, Sight sight, Clock clock) {
        this.pages = pages;
        this.ledger = ledger;
        this.sight = sight;
        this.clock = clock;
    }

    private record Span(String days, String name, String part, Duration each, int count) {}

    record Shown(List<Choice> tasks, List<Choice> spans, String part, String cut, List<Plot> plots) {}

    @GetMapping("/plots")
    ResponseEntity<String> plots(HttpServletRequest request) {
        Filters filters = Filters.of(request, "task", "days");
        Span span = SPANS.stream()
                .filter(one -> one.days().equals(filters.value("days")))
                .findFirst()
                .orElse(SPANS.get(0));
        String task = filters.value("task");
        Set<String> seen = sight.tasks(request);
        @Nullable Set<String> tasks = task.isEmpty() ? seen : Set.of(task);
        Instant now = clock.instant();
        Trends trends = ledger.trends();
        Buckets time = Buckets.until(now, span.each(), span.count());
        Plots draw = new Plots(time);
        List<Collected> home = trends.collected(tasks, time.from(), MOST_BATCHES);
        List<BatchRow> open = ledger.overview().openBatches(tasks, MOST_OPEN);
        Shown shown = new Shown(
                Stream.concat(
                                ledger.recipes().taskNames("").stream(),
                                Optional.of(task).filter(name -> !name.isEmpty()).stream())
                        .filter(name -> seen == null || seen.contains(name))
                        .distinct()
                        .sorted()
                        .map(name -> new Choice(name, name, name.equals(task)))
                        .toList(),
                SPANS.stream()
                        .map(one -> new Choice(one.days(), one.name(), one.equals(span)))
                        .toList(),
                span.part(),
                home.size() == MOST_BATCHES ? Figures.count(MOST_BATCHES) : "",
                List.of(
                        draw.throughput(home),
                        draw.states(trends.tallies(tasks, time.from()), now),
                        draw.invalidRates(home),
                        draw.batchTimes(home, open, now),
                        Plots.reviews(trends.waiting(tasks, now))));
        return pages.page(new Visit(request), "Plots", "plots", shown);
    }
}
