package dev.caravan.console.monitor;

import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.Requests.Asked;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What became of something that somebody asked for. */
@RestController
final class RequestPage {
    /** What is about one task, drop, batch, record or code. */
    private static final Set<Kind> SHOWN = Set.of(Kind.CANCEL, Kind.HOLD, Kind.RELEASE, Kind.OPEN, Kind.REVIEW);

    private final Pages pages;
    private final Viewer viewer;

    RequestPage(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    /** @param live where it is asked for again; empty when it is answered */
    record Shown(String live, AskedLine request, String about, String href) {
        boolean waiting() {
            return !live.isEmpty();
        }
    }

    @GetMapping("/requests/{request}")
    ResponseEntity<String> request(@PathVariable("request") long id, HttpServletRequest request) {
        Visit visit = new Visit(request);
        Asked asked = viewer.ledger()
                .requests()
                .find(id)
                .filter(one -> SHOWN.contains(one.request().wish().kind()))
                .filter(one -> sees(request, one.request().wish()))
                .orElseThrow(Viewer::missing);
        Wish wish = asked.request().wish();
        Shown shown = new Shown(
                asked.answer() == null ? "/requests/" + id + "?part=now" : "",
                AskedLine.of(asked),
                about(wish),
                switch (wish.about()) {
                    case DROP -> "/drops/" + wish.value();
                    case BATCH -> "/batches/" + wish.value();
                    case TASK, CODE -> "";
                });
        return visit.wantsFragment() && "now".equals(request.getParameter("part"))
                ? pages.fragment(HttpStatus.OK, "request-now", shown)
                : pages.page(visit, "Request " + id, "request", shown);
    }

    private static String about(Wish wish) {
        return wish.kind() == Kind.REVIEW
                ? "record " + record(wish)
                : wish.about().name().toLowerCase(Locale.ROOT) + " " + wish.value();
    }

    private static String record(Wish wish) {
        return wish.value().replaceFirst(" .*", "");
    }

    /** What is about no task is for those who see all. */
    private boolean sees(HttpServletRequest request, Wish wish) {
        if (viewer.seesAll(request)) {
            return true;
        }
        Ledger ledger = viewer.ledger();
        if (wish.kind() == Kind.REVIEW) {
            return ledger.lists()
                    .record(Long.parseLong(record(wish)))
                    .map(RecordRow::task)
                    .filter(task -> viewer.sees(request, task))
                    .isPresent();
        }
        return switch (wish.about()) {
            case TASK -> viewer.sees(request, wish.value());
            case DROP ->
                ledger.lists()
                        .drop(Long.parseLong(wish.value()))
                        .map(DropRow::task)
                        .filter(task -> viewer.sees(request, task))
                        .isPresent();
            case BATCH ->
                ledger.lists()
                        .batch(Long.parseLong(wish.value()))
                        .map(BatchRow::task)
                        .filter(task -> viewer.sees(request, task))
                        .isPresent();
            case CODE -> false;
        };
    }
}
