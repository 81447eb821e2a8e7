package dev.caravan.console.costs;

import dev.caravan.access.Sight;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.exports.ListFormat;
import dev.caravan.costs.Bill;
import dev.caravan.costs.Costs;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is spent, by task, model and day, with all that comes beside it; what is left, kept and still to come. */
@RestController
final class CostsPage {
    private final Pages pages;
    private final Costs costs;
    private final Tasks tasks;
    private final Sight sight;
    private final Clock clock;

    CostsPage(Pages pages, Costs costs, Tasks tasks, Sight sight, Clock clock) {
        this.pages = pages;
        this.costs = costs;
        this.tasks = tasks;
        this.sight = sight;
        this.clock = clock;
    }

    record Option(String value, boolean chosen) {}

    /** @param any whether something but days is chosen */
    record Shown(
            List<Option> tasks,
            List<Option> models,
            String from,
            String to,
            boolean any,
            boolean none,
            String csv,
            String jsonl,
            boolean money,
            CostsView view) {}

    @GetMapping("/costs")
    ResponseEntity<String> costs(HttpServletRequest request) {
        Visit visit = new Visit(request);
        CostsQuery query = query(request);
        Filters filters = query.filters();
        Set<String> seen = sight.tasks(request);
        Bill bill = costs.bill(query.wanted(seen));
        Bill all = query.model() == null ? bill : costs.bill(query.anyModel(seen));
        CostsView view = CostsView.of(
                bill,
                costs.outlook(query.tasks(seen), query.model()),
                costs.rates(),
                task -> filters.at("/costs", "task", task),
                model -> filters.at("/costs", "model", model));
        return pages.page(
                visit,
                "Costs",
                "costs",
                new Shown(
                        options(
                                Stream.concat(
                                        seen(request),
                                        bill.by(Bill.Line::task).stream().map(Bill.Sum::name)),
                                filters.value("task")),
                        options(all.by(Bill.Line::model).stream().map(Bill.Sum::name), filters.value("model")),
                        query.from().toString(),
                        query.to().toString(),
                        filters.any(),
                        bill.lines().isEmpty(),
                        filters.at("/costs.csv"),
                        filters.at("/costs.jsonl"),
                        costs.rates().storage() != null,
                        view));
    }

    /** Those that are configured; what an earlier one cost is found by its name. */
    private Stream<String> seen(HttpServletRequest request) {
        return tasks.byName().keySet().stream().filter(task -> sight.task(request, task));
    }

    private static List<Option> options(Stream<String> values, String chosen) {
        return Stream.concat(values, Stream.of(chosen))
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted()
                .map(value -> new Option(value, value.equals(chosen)))
                .toList();
    }

    private CostsQuery query(HttpServletRequest request) {
        return CostsQuery.of(
                Filters.of(request, CostsQuery.NAMES), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** Not closed: where it fails the connection breaks, and half a file is not taken for a whole one. */
    @GetMapping({"/costs.csv", "/costs.jsonl"})
    void file(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CostsQuery query = query(request);
        ListFormat format = ListFormat.of(request.getServletPath());
        Bill bill = costs.bill(query.wanted(sight.tasks(request)));
        response.setContentType(format.type());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("costs-" + query.from() + "-" + query.to() + "." + format.ending())
                        .build()
                        .toString());
        new CostsFile(costs.rates()).write(bill, format, response.getOutputStream());
    }
}
