package dev.caravan.console.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Sight;
import dev.caravan.console.Visit;
import dev.caravan.console.Visit.Flash;
import dev.caravan.console.review.ItemPages.Look;
import dev.caravan.ledger.Act;
import dev.caravan.review.Cursor;
import dev.caravan.review.Decided;
import dev.caravan.review.Decision;
import dev.caravan.review.InvalidEditException;
import dev.caravan.review.Item;
import dev.caravan.review.ReviewConflictException;
import dev.caravan.review.Reviews;
import dev.caravan.validation.Finding;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes decisions. The version of the item goes with each, so the same form sent twice decides once. */
@RestController
final class DecisionPages {
    /** Of a script that shows the next item already: it wants no page, only what came of the decision. */
    private static final String AHEAD = "Ahead";

    private final ItemPages items;
    private final ReviewPages pages;
    private final Reviews reviews;
    private final Sight sight;

    DecisionPages(ItemPages items, ReviewPages pages, Reviews reviews, Sight sight) {
        this.sight = sight;
        this.items = items;
        this.pages = pages;
        this.reviews = reviews;
    }

    /** What somebody sent. */
    private record Sent(Visit visit, QueueQuery query, long record, Act act, MultiValueMap<String, String> form) {
        String text(String name) {
            String value = form.getFirst(name);
            return value == null ? "" : value.strip();
        }

        @Nullable
        String orNull(String name) {
            return text(name).isEmpty() ? null : text(name);
        }

        int version() {
            return text("version").matches("\\d{1,9}") ? Integer.parseInt(text("version")) : 0;
        }

        String self() {
            return query.at("/review/" + record, "back", text("back"));
        }

        boolean ahead() {
            return visit.header(AHEAD) != null;
        }
    }

    @PostMapping("/review/{record:\\d+}")
    ResponseEntity<String> decide(
            HttpServletRequest request, @PathVariable long record, @RequestParam MultiValueMap<String, String> form) {
        Visit visit = new Visit(request);
        Optional<Act> act = act(form.getFirst("act"));
        if (act.isEmpty()) {
            return items.line(HttpStatus.BAD_REQUEST, "trouble", "There is no such decision", "");
        }
        Sent sent = new Sent(visit, QueueQuery.of(request, sight), record, act.get(), form);
        try {
            return act.get() == Act.EDIT ? edit(sent) : decide(sent, null);
        } catch (ReviewConflictException e) {
            String why = String.valueOf(e.getMessage());
            return sent.ahead()
                    ? items.line(HttpStatus.CONFLICT, "trouble", sent.text("name") + ": " + why, sent.self())
                    : items.conflict(visit, sent.query(), record, why, sent.text("back"));
        } catch (InvalidEditException e) {
            return refused(sent, e.findings(), "The rules of the task do not allow this answer. Nothing was saved.");
        } catch (IllegalArgumentException e) {
            return refused(sent, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Act> act(@Nullable String word) {
        return List.of(Act.APPROVE, Act.EDIT, Act.REJECT, Act.AGAIN, Act.ASSIGN, Act.COMMENT).stream()
                .filter(act -> act.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private ResponseEntity<String> edit(Sent sent) {
        Optional<Item> item = reviews.look(sent.record(), sent.visit().actor());
        if (item.isEmpty()) {
            return decide(sent, "{}");
        }
        JsonNode before = ItemView.editable(item.get());
        EditReader.Edited edited =
                EditReader.read(FieldSpec.of(Leaves.parse(item.get().schema()), before), sent.form(), before);
        return edited.findings().isEmpty()
                ? decide(sent, edited.value().toString())
                : refused(sent, edited.findings(), "This can't be read. Nothing was saved.");
    }

    private ResponseEntity<String> decide(Sent sent, @Nullable String value) {
        if (sent.act() == Act.REJECT && sent.orNull("why") == null) {
            throw new IllegalArgumentException("A rejection needs a reason: say in a few words why.");
        }
        if (sent.act() == Act.COMMENT && sent.orNull("why") == null) {
            throw new IllegalArgumentException("The comment is empty.");
        }
        Decided decided = reviews.decide(new Decision(
                sent.record(),
                sent.version(),
                sent.act(),
                sent.visit().actor(),
                sent.orNull("why"),
                value,
                sent.orNull("model"),
                sent.orNull("assignee")));
        return goOn(sent, decided);
    }

    private ResponseEntity<String> goOn(Sent sent, Decided decided) {
        boolean stays = sent.act() == Act.COMMENT || sent.act() == Act.ASSIGN;
        String what = sent.text("name") + ": " + Words.done(decided.act())
                + (decided.cleaned().isEmpty() ? "" : "; HTML was cleaned in " + String.join(", ", decided.cleaned()))
                + (decided.open() && !stays ? "; a second person must agree" : "");
        if (sent.ahead()) {
            return items.line(HttpStatus.OK, "done", what, "");
        }
        Visit visit = sent.visit();
        if (!visit.wantsFragment()) {
            visit.flash("done", what);
            return ItemPages.redirect(
                    stays
                            ? sent.self()
                            : sent.query().at("/review/next", "after", sent.text("after"), "back", sent.text("back")));
        }
        Flash flash = new Flash("done", what);
        if (stays) {
            Item item = reviews.claim(sent.record(), visit.actor());
            Look look = Look.plain(item, false);
            return items.with(visit, flash, items.show(visit, sent.query(), item, look, sent.text("back")));
        }
        return items.with(visit, flash, pages.next(visit, sent.query(), cursor(sent), sent.text("back")));
    }

    private static Cursor cursor(Sent sent) {
        try {
            return Cursor.parse(sent.text("after"));
        } catch (IllegalArgumentException e) {
            return Cursor.START;
        }
    }

    private ResponseEntity<String> refused(Sent sent, List<Finding> findings, String why) {
        if (sent.ahead()) {
            return items.line(HttpStatus.UNPROCESSABLE_ENTITY, "trouble", sent.text("name") + ": " + why, sent.self());
        }
        Item item;
        try {
            item = reviews.claim(sent.record(), sent.visit().actor());
        } catch (ReviewConflictException e) {
            // Whatever was wrong with it, somebody else has the item now.
            String taken = String.valueOf(e.getMessage());
            return items.conflict(sent.visit(), sent.query(), sent.record(), taken, sent.text("back"));
        }
        boolean edit = sent.act() == Act.EDIT || sent.act() == Act.APPROVE;
        Look look = Look.refused(
                edit,
                sent.act() == Act.EDIT ? sent.form() : null,
                findings.isEmpty() ? item.findings() : findings,
                why);
        return items.show(sent.visit(), sent.query(), item, look, sent.text("back"));
    }
}
