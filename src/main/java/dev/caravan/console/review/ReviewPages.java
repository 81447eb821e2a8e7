package dev.caravan.console.review;

import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.console.Visit;
import dev.caravan.console.review.ItemPages.Look;
import dev.caravan.review.Cursor;
import dev.caravan.review.Item;
import dev.caravan.review.ReviewConflictException;
import dev.caravan.review.Reviews;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One item: opening it, going on to the next, holding it and letting it go. */
@RestController
final class ReviewPages {
    private final ItemPages items;
    private final Reviews reviews;
    private final Sight sight;

    ReviewPages(ItemPages items, Reviews reviews, Sight sight) {
        this.sight = sight;
        this.items = items;
        this.reviews = reviews;
    }

    /**
     * Opens an item and claims it for whoever may decide; everybody else just looks.
     *
     * @param back what was open before
     */
    @GetMapping("/review/{record:\\d+}")
    ResponseEntity<String> item(
            HttpServletRequest request,
            @PathVariable long record,
            @RequestParam(defaultValue = "") String edit,
            @RequestParam(defaultValue = "") String back) {
        Visit visit = new Visit(request);
        QueueQuery query = QueueQuery.of(request, sight);
        if (!visit.may(Role.REVIEW)) {
            Optional<Item> item = reviews.look(record, visit.actor());
            return item.isPresent()
                    ? items.show(visit, query, item.get(), Look.only(item.get()), back)
                    : items.conflict(visit, query, record, "It was decided, or never was in review.", back);
        }
        try {
            Item item = reviews.claim(record, visit.actor());
            return items.show(visit, query, item, Look.plain(item, !edit.isEmpty()), back);
        } catch (ReviewConflictException e) {
            return items.conflict(visit, query, record, String.valueOf(e.getMessage()), back);
        }
    }

    /**
     * Goes on to the next item, from the front again after the last one.
     *
     * @param back what was open before; the last of them is let go
     */
    @GetMapping("/review/next")
    ResponseEntity<String> next(HttpServletRequest request, @RequestParam(defaultValue = "") String back) {
        Visit visit = new Visit(request);
        QueueQuery query = QueueQuery.of(request, sight);
        Before.of(back).last().ifPresent(record -> reviews.letGo(record, visit.actor()));
        return next(visit, query, QueueQuery.after(request), back);
    }

    ResponseEntity<String> next(Visit visit, QueueQuery query, Cursor after, String back) {
        Optional<Item> found = reviews.next(query.filter(), visit.actor(), after)
                .or(() -> after.equals(Cursor.START)
                        ? Optional.empty()
                        : reviews.next(query.filter(), visit.actor(), Cursor.START));
        return found.isEmpty() ? items.empty(visit, query) : show(visit, query, found.get(), back);
    }

    /**
     * Goes back to what was open before and is free: what is decided since, or open at somebody else, is passed over.
     *
     * @param left the item that is open now; it is let go if there is one to go back to
     */
    @GetMapping("/review/previous")
    ResponseEntity<String> previous(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String back,
            @RequestParam(defaultValue = "") String left) {
        Visit visit = new Visit(request);
        QueueQuery query = QueueQuery.of(request, sight);
        Optional<Long> now = Before.of(left).last();
        for (Before before = Before.of(back); before.last().isPresent(); before = before.earlier()) {
            Optional<Item> item = claimed(before.last().get(), visit);
            if (item.isPresent()) {
                now.ifPresent(record -> reviews.letGo(record, visit.actor()));
                return show(visit, query, item.get(), before.earlier().text());
            }
        }
        Optional<Item> stays = now.flatMap(record -> claimed(record, visit));
        return stays.isEmpty()
                ? items.empty(visit, query)
                : items.show(visit, query, stays.get(), Look.stays(stays.get()), "");
    }

    private Optional<Item> claimed(long record, Visit visit) {
        try {
            return Optional.of(reviews.claim(record, visit.actor()));
        } catch (ReviewConflictException e) {
            return Optional.empty();
        }
    }

    private ResponseEntity<String> show(Visit visit, QueueQuery query, Item item, String back) {
        return visit.wantsFragment()
                ? items.show(visit, query, item, Look.plain(item, false), back)
                : ItemPages.redirect(query.at("/review/" + item.recordId(), "back", back));
    }

    /** Claims the next item and gives it as a piece of a page, for a script that keeps it until it is needed. */
    @GetMapping("/review/ahead")
    ResponseEntity<String> ahead(HttpServletRequest request, @RequestParam(defaultValue = "") String back) {
        Visit visit = new Visit(request);
        QueueQuery query = QueueQuery.of(request, sight);
        return reviews.next(query.filter(), visit.actor(), QueueQuery.after(request))
                .map(item -> items.show(visit, query, item, Look.plain(item, false), back))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NO_CONTENT).build());
    }

    @PostMapping("/review/{record:\\d+}/keep")
    ResponseEntity<String> keep(HttpServletRequest request, @PathVariable long record) {
        try {
            reviews.keep(record, new Visit(request).actor());
            return ResponseEntity.noContent().build();
        } catch (ReviewConflictException e) {
            return items.line(HttpStatus.CONFLICT, "trouble", String.valueOf(e.getMessage()), "");
        }
    }

    @PostMapping("/review/{record:\\d+}/go")
    ResponseEntity<String> go(
            HttpServletRequest request, @PathVariable long record, @RequestParam(defaultValue = "") String quiet) {
        Visit visit = new Visit(request);
        reviews.letGo(record, visit.actor());
        return visit.wantsFragment() || !quiet.isEmpty()
                ? ResponseEntity.noContent().build()
                : ItemPages.redirect(QueueQuery.of(request, sight).at("/review"));
    }
}
