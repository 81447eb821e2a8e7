package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Problem;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.review.Cursor;
import dev.caravan.review.Decided;
import dev.caravan.review.Decision;
import dev.caravan.review.Filter;
import dev.caravan.review.InvalidEditException;
import dev.caravan.review.Item;
import dev.caravan.review.ReviewConflictException;
import dev.caravan.review.Reviews;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What waits for a person: the queue, one item, and deciding as on the pages. */
@RestController
@RequestMapping(path = "/api/reviews", produces = MediaType.APPLICATION_JSON_VALUE)
final class ReviewsController {
    private final Reviews reviews;
    private final Asker asker;

    ReviewsController(Reviews reviews, Asker asker) {
        this.reviews = reviews;
        this.asker = asker;
    }

    /** Oldest first. */
    @GetMapping
    Page<ReviewViews.Line> list(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(required = false) @Nullable Long drop,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request) {
        int most = limit == null ? 100 : limit;
        if (most < 1 || most > 1_000) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "limit", "must be a number from 1 to 1000")
                    .thrown();
        }
        Filter filter = new Filter(task, reason, assignee, drop, asker.tasks(request, task));
        var page = reviews.list(filter, cursor(after), most);
        Cursor next = page.next();
        return new Page<>(
                page.items().stream().map(ReviewViews.Line::of).toList(),
                next != null,
                next == null ? null : next.text());
    }

    private static Cursor cursor(@Nullable String after) {
        try {
            return after == null ? Cursor.START : Cursor.parse(after);
        } catch (IllegalArgumentException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "after", "must be what the page before has as \"next\"")
                    .thrown();
        }
    }

    /** Claims nothing: a decision carries the version that it was made on. */
    @GetMapping("/{record}")
    ReviewViews.Whole one(@PathVariable long record, HttpServletRequest request) {
        Item item =
                asker.own(request, reviews.look(record, Asker.caller(request).getName()), Item::task);
        return ReviewViews.Whole.of(item);
    }

    /**
     * @param version of the item as it was seen
     * @param act approve, edit, reject, again, assign, comment
     * @param why needed to reject and to comment
     * @param value of an edit: the right answer
     * @param model of an again: the batch model that answers once; null for the task's own
     */
    record Deciding(
            int version,
            @Nullable String act,
            @Nullable String why,
            @Nullable JsonNode value,
            @Nullable String model,
            @Nullable String assignee) {}

    @PostMapping("/{record}")
    ReviewViews.Outcome decide(@PathVariable long record, @RequestBody Deciding deciding, HttpServletRequest request) {
        asker.own(request, asker.ledger().lists().record(record), RecordRow::task);
        Act act = act(deciding.act());
        String why = deciding.why();
        if ((act == Act.REJECT || act == Act.COMMENT) && (why == null || why.isBlank())) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "why", "must be given to reject and to comment")
                    .thrown();
        }
        JsonNode value = deciding.value();
        try {
            Decided decided = reviews.decide(new Decision(
                    record,
                    deciding.version(),
                    act,
                    Asker.caller(request).getName(),
                    why,
                    value == null || value.isNull() ? null : value.toString(),
                    deciding.model(),
                    deciding.assignee()));
            return ReviewViews.Outcome.of(decided);
        } catch (ReviewConflictException e) {
            throw Problem.of(HttpStatus.CONFLICT, e.getMessage() + ". Nothing was changed")
                    .thrown();
        } catch (InvalidEditException e) {
            throw new Problem(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "The rules of the task do not allow this answer. Nothing was changed",
                            e.findings().stream()
                                    .map(one -> new Problem.Field(one.field(), one.code() + ": " + one.message()))
                                    .toList())
                    .thrown();
        }
    }

    private static final Map<String, Act> ACTS = Map.of(
            "approve", Act.APPROVE,
            "edit", Act.EDIT,
            "reject", Act.REJECT,
            "again", Act.AGAIN,
            "assign", Act.ASSIGN,
            "comment", Act.COMMENT);

    private static Act act(@Nullable String word) {
        Act act = word == null ? null : ACTS.get(word);
        if (act == null) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "act",
                            "must be one of approve, edit, reject, again, assign, comment")
                    .thrown();
        }
        return act;
    }
}
