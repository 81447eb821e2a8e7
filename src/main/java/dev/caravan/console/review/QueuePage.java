package dev.caravan.console.review;

import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.console.Choice;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.review.Count;
import dev.caravan.review.Cursor;
import dev.caravan.review.Filter;
import dev.caravan.review.OpenItem;
import dev.caravan.review.Page;
import dev.caravan.review.Reviews;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The queue as a list, with its filters and counts. */
@RestController
final class QueuePage {
    private static final int ROWS = 50;

    private final Pages pages;
    private final Reviews reviews;
    private final Tasks tasks;
    private final Sight sight;

    QueuePage(Pages pages, Reviews reviews, Tasks tasks, Sight sight) {
        this.sight = sight;
        this.pages = pages;
        this.reviews = reviews;
        this.tasks = tasks;
    }

    /** A line of the list. */
    record Row(String href, OpenItem item, String why, String since, String holder) {}

    /** How many are open of a kind, and where they are. */
    record Tile(String href, String task, String why, String open) {}

    record Queue(
            QueueQuery query,
            List<Tile> counts,
            List<Choice> tasks,
            List<Choice> reasons,
            List<Row> rows,
            String total,
            boolean mayDecide,
            boolean gated,
            String start,
            String bulk,
            String mine,
            String examples,
            String first,
            String next) {
        boolean empty() {
            return rows.isEmpty();
        }
    }

    @GetMapping("/review")
    ResponseEntity<String> queue(HttpServletRequest request) {
        Visit visit = new Visit(request);
        QueueQuery query = QueueQuery.of(request, sight);
        Cursor after = QueueQuery.after(request);
        List<Count> counts = reviews.counts().stream()
                .filter(count -> sight.task(request, count.task()))
                .toList();
        Page<OpenItem> page = reviews.list(query.filter(), after, ROWS);
        Cursor next = page.next();
        return pages.page(
                visit,
                "Review",
                "queue",
                new Queue(
                        query,
                        counts.stream().map(QueuePage::tile).toList(),
                        choices(counts.stream().map(Count::task), query.task(), false),
                        choices(counts.stream().map(Count::reason), query.reason(), true),
                        page.items().stream().map(item -> row(item, query)).toList(),
                        String.format(
                                Locale.ROOT,
                                "%,d",
                                counts.stream().mapToLong(Count::open).sum()),
                        visit.may(Role.REVIEW),
                        tasks.gated().stream().anyMatch(task -> sight.task(request, task)),
                        query.at("/review/next"),
                        query.at("/review/bulk"),
                        query.at("/review", "assignee", visit.actor()),
                        new QueueQuery(new Filter(query.filter().task(), null, null, null)).at("/review/examples"),
                        after.equals(Cursor.START) ? "" : query.at("/review"),
                        next == null ? "" : query.at("/review", "after", next.text())));
    }

    private static Row row(OpenItem item, QueueQuery query) {
        String holder = item.holder();
        return new Row(
                query.at("/review/" + item.recordId()),
                item,
                Words.shortReason(item.reason()),
                item.since().toString(),
                holder == null ? "" : holder);
    }

    private static Tile tile(Count count) {
        QueueQuery query = new QueueQuery(new Filter(count.task(), count.reason(), null, null));
        return new Tile(
                query.at("/review"),
                count.task(),
                Words.shortReason(count.reason()),
                String.format(Locale.ROOT, "%,d", count.open()));
    }

    private static List<Choice> choices(Stream<String> values, String chosen, boolean reasons) {
        return Stream.concat(values, Stream.of(chosen).filter(value -> !value.isEmpty()))
                .distinct()
                .sorted()
                .map(value -> new Choice(value, reasons ? Words.shortReason(value) : value, value.equals(chosen)))
                .toList();
    }
}
