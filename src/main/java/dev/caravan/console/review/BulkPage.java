package dev.caravan.console.review;

import dev.caravan.access.Sight;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Act;
import dev.caravan.review.BulkPreview;
import dev.caravan.review.BulkResult;
import dev.caravan.review.ReviewConflictException;
import dev.caravan.review.Reviews;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One decision on all that a filter finds: first how many that would be, then the decision, with a reason. */
@RestController
final class BulkPage {
    private static final List<Act> ACTS = List.of(Act.APPROVE, Act.REJECT, Act.AGAIN, Act.COMMENT);

    private final Pages pages;
    private final Reviews reviews;
    private final Sight sight;

    BulkPage(Pages pages, Reviews reviews, Sight sight) {
        this.sight = sight;
        this.pages = pages;
        this.reviews = reviews;
    }

    record Choice(String word, boolean chosen) {}

    /**
     * @param preview what the decision would touch; empty before it is asked for
     * @param trouble why it was not done; empty if nothing was refused
     */
    record Bulk(QueueQuery query, String csrf, List<Choice> acts, String why, List<Preview> preview, String trouble) {
        String list() {
            return query.at("/review");
        }

        String here() {
            return query.at("/review/bulk");
        }
    }

    record Preview(String act, String items, String held, long expected, boolean any, boolean someHeld) {}

    @GetMapping("/review/bulk")
    ResponseEntity<String> ask(HttpServletRequest request) {
        return show(new Visit(request), QueueQuery.of(request, sight), HttpStatus.OK, Optional.empty(), "", "");
    }

    /** @param expected how many it was said to be; without it nothing is done yet */
    @PostMapping("/review/bulk")
    ResponseEntity<String> decide(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(required = false) Long expected) {
        Visit visit = new Visit(request);
        QueueQuery query = QueueQuery.of(request, sight);
        Optional<Act> chosen =
                ACTS.stream().filter(one -> one.word().equals(act)).findFirst();
        if (chosen.isEmpty() || why.isBlank()) {
            String trouble = chosen.isEmpty() ? "Choose what to do." : "Say in a few words why; it stays in the trail.";
            return show(visit, query, HttpStatus.UNPROCESSABLE_ENTITY, Optional.empty(), why, trouble);
        }
        if (expected == null) {
            return show(visit, query, HttpStatus.OK, chosen, why.strip(), "");
        }
        try {
            BulkResult result = reviews.decideAll(query.filter(), chosen.get(), why.strip(), visit.actor(), expected);
            visit.flash(result.invalid() + result.skipped() == 0 ? "done" : "note", told(chosen.get(), result));
            return ItemPages.redirect(query.at("/review"));
        } catch (ReviewConflictException | IllegalArgumentException e) {
            return show(visit, query, HttpStatus.CONFLICT, chosen, why, String.valueOf(e.getMessage()));
        }
    }

    private static String told(Act act, BulkResult result) {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "%,d items: %s.", result.done(), Words.done(act)));
        if (result.open() > 0) {
            text.append(String.format(Locale.ROOT, " A second person must agree to %,d of them.", result.open()));
        }
        if (result.skipped() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    " %,d were passed over: others hold them, decided meanwhile, or must agree first.",
                    result.skipped()));
        }
        if (result.invalid() > 0) {
            text.append(String.format(Locale.ROOT, " %,d break a rule and can't be approved.", result.invalid()));
        }
        return text.toString();
    }

    private ResponseEntity<String> show(
            Visit visit, QueueQuery query, HttpStatus status, Optional<Act> act, String why, String trouble) {
        List<Preview> preview =
                act.map(chosen -> preview(reviews.preview(query.filter(), chosen, visit.actor()))).stream()
                        .toList();
        List<Choice> acts = ACTS.stream()
                .map(one -> new Choice(one.word(), act.isPresent() && act.get() == one))
                .toList();
        return pages.page(
                visit, status, "Decide on many", "bulk", new Bulk(query, visit.csrf(), acts, why, preview, trouble));
    }

    private static Preview preview(BulkPreview found) {
        return new Preview(
                found.act().word(),
                String.format(Locale.ROOT, "%,d", found.items()),
                String.format(Locale.ROOT, "%,d", found.held()),
                found.items(),
                found.items() > 0,
                found.held() > 0);
    }
}
