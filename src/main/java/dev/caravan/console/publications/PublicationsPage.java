package dev.caravan.console.publications;

import dev.caravan.access.Sight;
import dev.caravan.console.Choice;
import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.TakeHome;
import dev.caravan.console.Visit;
import dev.caravan.ledger.DeliveryState;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publications, newest first: what is in each, and what each of its sinks has. */
@RestController
final class PublicationsPage {
    private static final int ROWS = 50;

    private final Pages pages;
    private final Ledger ledger;
    private final Tasks tasks;
    private final Sight sight;

    PublicationsPage(Pages pages, Ledger ledger, Tasks tasks, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.tasks = tasks;
        this.sight = sight;
    }

    /** @param at when its content was frozen; empty before */
    record Row(
            long id,
            String task,
            String state,
            String tone,
            boolean rejects,
            String records,
            String bytes,
            String at,
            List<SinkView> sinks) {
        static Row of(PublicationRow row) {
            @Nullable Instant at = row.sealedAt();
            return new Row(
                    row.id(),
                    row.task(),
                    row.state(),
                    tone(row),
                    row.rejects(),
                    Figures.count(row.records()),
                    Figures.bytes(row.bytes()),
                    at == null ? "" : at.toString(),
                    row.sinks().stream().map(SinkView::of).toList());
        }

        private static String tone(PublicationRow row) {
            boolean dead = row.sinks().stream().anyMatch(sink -> sink.state().equals("dead"));
            return dead ? "bad" : row.state().equals("published") ? "good" : "run";
        }
    }

    record Shown(
            List<Choice> tasks,
            List<Choice> states,
            List<Choice> deliveries,
            boolean any,
            List<Row> rows,
            TakeHome export,
            String first,
            String next) {
        boolean empty() {
            return rows.isEmpty();
        }
    }

    @GetMapping("/publications")
    ResponseEntity<String> list(HttpServletRequest request) {
        PublicationQuery query = PublicationQuery.of(request);
        Filters filters = query.filters();
        long before = Filters.of(request, "after").number("after").orElse(0);
        List<PublicationRow> found =
                query.find(ledger.lists(), new Slice(query.tasks(sight.tasks(request)), before, ROWS + 1));
        List<PublicationRow> page = found.size() > ROWS ? found.subList(0, ROWS) : found;
        return pages.page(
                new Visit(request),
                "Publications",
                "publications",
                new Shown(
                        tasks(request, filters.value("task")),
                        options(Lists.PUBLICATION_STATES.stream(), filters.value("state")),
                        options(
                                Arrays.stream(DeliveryState.values())
                                        .map(state -> state.name().toLowerCase(Locale.ROOT)),
                                filters.value("delivery")),
                        filters.any(),
                        page.stream().map(Row::of).toList(),
                        TakeHome.of(filters, "/publications"),
                        before == 0 ? "" : filters.at("/publications"),
                        found.size() > ROWS
                                ? filters.at(
                                        "/publications",
                                        "after",
                                        String.valueOf(page.get(ROWS - 1).id()))
                                : ""));
    }

    private List<Choice> tasks(HttpServletRequest request, String chosen) {
        @Nullable Set<String> seen = sight.tasks(request);
        return options(
                Stream.concat(tasks.byName().keySet().stream(), Stream.of(chosen))
                        .filter(name -> !name.isEmpty() && (seen == null || seen.contains(name)))
                        .distinct()
                        .sorted(),
                chosen);
    }

    private static List<Choice> options(Stream<String> values, String chosen) {
        return values.map(value -> new Choice(value, SinkView.words(value), value.equals(chosen)))
                .toList();
    }
}
