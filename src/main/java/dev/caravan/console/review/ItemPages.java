package dev.caravan.console.review;

import dev.caravan.access.Role;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.Visit.Flash;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import dev.caravan.review.Item;
import dev.caravan.review.Reviews;
import dev.caravan.task.Tasks;
import dev.caravan.validation.Finding;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;

/** Shows one item, whole or as the piece of a page that a script asked for. */
final class ItemPages {
    private final Pages pages;
    private final Reviews reviews;
    private final Models models;
    private final Tasks tasks;

    ItemPages(Pages pages, Reviews reviews, Models models, Tasks tasks) {
        this.pages = pages;
        this.reviews = reviews;
        this.models = models;
        this.tasks = tasks;
    }

    /** Names of the batch models that tasks of its workspace may use. */
    private List<String> models(String task) {
        return models.models().values().stream()
                .filter(model -> tasks.find(task)
                        .map(found -> model.isFor(found.workspace()))
                        .orElse(true))
                .map(BatchModel::name)
                .sorted()
                .toList();
    }

    /** What stands in the place of an item that can't be shown. */
    record Gone(String title, String text, String next, String list) {}

    /** A message and where to go back to; {@code href} may be empty. */
    record Line(String kind, String text, String href) {}

    /**
     * How an item is shown.
     *
     * @param claimed whether this person holds it
     * @param sent what was put into the form, if it comes back
     * @param trouble why it was not taken
     */
    record Look(
            HttpStatus status,
            boolean claimed,
            boolean edit,
            @Nullable MultiValueMap<String, String> sent,
            List<Finding> findings,
            String trouble) {
        static Look plain(Item item, boolean edit) {
            return new Look(HttpStatus.OK, true, edit, null, item.findings(), "");
        }

        static Look stays(Item item) {
            String why = "What you had open before is decided, or others have it open.";
            return new Look(HttpStatus.OK, true, false, null, item.findings(), why);
        }

        static Look held(Item item, String trouble) {
            return new Look(HttpStatus.CONFLICT, false, false, null, item.findings(), trouble);
        }

        static Look only(Item item) {
            return new Look(HttpStatus.OK, false, false, null, item.findings(), "");
        }

        static Look refused(
                boolean edit, @Nullable MultiValueMap<String, String> sent, List<Finding> findings, String trouble) {
            return new Look(HttpStatus.UNPROCESSABLE_ENTITY, true, edit, sent, findings, trouble);
        }
    }

    ResponseEntity<String> show(Visit visit, QueueQuery query, Item item, Look look, String back) {
        ItemView view = new ItemView(
                item,
                query,
                visit.csrf(),
                look.claimed(),
                visit.may(Role.REVIEW),
                Before.of(back),
                look.edit() ? ItemView.form(item, look.findings(), look.sent()) : List.of(),
                look.findings(),
                look.trouble(),
                visit.actor(),
                models(item.task()));
        ResponseEntity<String> page =
                pages.page(visit, look.status(), item.sourceId() + " · " + item.task(), "item", view);
        return ResponseEntity.status(page.getStatusCode())
                .headers(page.getHeaders())
                .header("HX-Push-Url", look.edit() && look.status() == HttpStatus.OK ? view.edit() : view.here())
                .body(page.getBody());
    }

    /** What there is to say when somebody else was faster: the item as it is, if it still is one. */
    ResponseEntity<String> conflict(Visit visit, QueueQuery query, long record, String why, String back) {
        Optional<Item> item = reviews.look(record, visit.actor());
        return item.isPresent()
                ? show(visit, query, item.get(), Look.held(item.get(), why), back)
                : gone(visit, HttpStatus.CONFLICT, query, "This item is not open any more", why);
    }

    ResponseEntity<String> empty(Visit visit, QueueQuery query) {
        String text = query.any()
                ? "Nothing that this filter finds is free: it is all decided, or others work on it."
                : "Nothing is waiting for you: it is all decided, or others work on it.";
        return gone(visit, HttpStatus.OK, query, "All done here", text);
    }

    private ResponseEntity<String> gone(Visit visit, HttpStatus status, QueueQuery query, String title, String text) {
        return pages.page(
                visit, status, title, "gone", new Gone(title, text, query.at("/review/next"), query.at("/review")));
    }

    /** One line for the place of messages. */
    ResponseEntity<String> line(HttpStatus status, String kind, String text, String href) {
        return pages.fragment(status, "line", new Line(kind, text, href));
    }

    /** Puts a message in front of a piece of a page; on a whole page it is there already. */
    ResponseEntity<String> with(Visit visit, Flash flash, ResponseEntity<String> page) {
        if (!visit.wantsFragment()) {
            return page;
        }
        String told = pages.fill("told", flash);
        return ResponseEntity.status(page.getStatusCode())
                .headers(page.getHeaders())
                .body(told + page.getBody());
    }

    static ResponseEntity<String> redirect(String where) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(where))
                .build();
    }
}
