package dev.caravan.console.monitor;

import dev.caravan.console.Confirm;
import dev.caravan.console.Figures;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stopping drops and batches, letting them go on, opening gates: asked once, then left for the stage that does it. */
@RestController
final class ActPages {
    private final Pages pages;
    private final Viewer viewer;

    ActPages(Pages pages, Viewer viewer) {
        this.pages = pages;
        this.viewer = viewer;
    }

    @GetMapping("/drops/{drop}/cancel")
    ResponseEntity<String> askCancelDrop(@PathVariable long drop, HttpServletRequest request) {
        DropCounts counts = viewer.drop(request, drop).drop().counts();
        return ask(
                request,
                "Cancel drop " + drop + "?",
                List.of(
                        "Records that wait for a batch: " + Figures.count(counts.in(RecordState.QUEUED))
                                + ". They are held, and nothing of the drop is sent again.",
                        "Records in batches: " + Figures.count(counts.in(RecordState.SUBMITTED))
                                + ". Batches of this drop alone are stopped at their provider: what ran"
                                + " by then is paid and kept, the rest is held. Batches that hold other drops too run to their"
                                + " end.",
                        "A release lets it go on."),
                "/drops/" + drop + "/cancel",
                "Yes, cancel drop " + drop,
                "/drops/" + drop);
    }

    @PostMapping("/drops/{drop}/cancel")
    ResponseEntity<String> cancelDrop(@PathVariable long drop, HttpServletRequest request) {
        viewer.drop(request, drop);
        return leave(request, new Wish(Kind.CANCEL, About.DROP, String.valueOf(drop)), "/drops/" + drop);
    }

    @GetMapping("/drops/{drop}/hold")
    ResponseEntity<String> askHoldDrop(@PathVariable long drop, HttpServletRequest request) {
        DropCounts counts = viewer.drop(request, drop).drop().counts();
        return ask(
                request,
                "Hold drop " + drop + "?",
                List.of(
                        "Records that wait for a batch: " + Figures.count(counts.in(RecordState.QUEUED))
                                + ". They are held: nothing more of the drop is sent for now.",
                        "Records in batches: " + Figures.count(counts.in(RecordState.SUBMITTED))
                                + ". What is at a provider runs to its end and counts.",
                        "A release lets it go on."),
                "/drops/" + drop + "/hold",
                "Yes, hold drop " + drop,
                "/drops/" + drop);
    }

    @PostMapping("/drops/{drop}/hold")
    ResponseEntity<String> holdDrop(@PathVariable long drop, HttpServletRequest request) {
        viewer.drop(request, drop);
        return leave(request, new Wish(Kind.HOLD, About.DROP, String.valueOf(drop)), "/drops/" + drop);
    }

    @GetMapping("/drops/{drop}/release")
    ResponseEntity<String> askReleaseDrop(@PathVariable long drop, HttpServletRequest request) {
        DropRow row = viewer.drop(request, drop);
        return ask(
                request,
                "Release drop " + drop + "?",
                List.of(
                        "Held records: " + Figures.count(row.drop().counts().in(RecordState.HELD))
                                + ". They are queued again, whyever they were held, and are sent and paid.",
                        row.cancelled() || row.held()
                                ? "The drop goes on like any other."
                                : "The drop is not stopped."),
                "/drops/" + drop + "/release",
                "Yes, release drop " + drop,
                "/drops/" + drop);
    }

    @PostMapping("/drops/{drop}/release")
    ResponseEntity<String> releaseDrop(@PathVariable long drop, HttpServletRequest request) {
        viewer.drop(request, drop);
        return leave(request, new Wish(Kind.RELEASE, About.DROP, String.valueOf(drop)), "/drops/" + drop);
    }

    @GetMapping("/drops/{drop}/open")
    ResponseEntity<String> askOpen(@PathVariable long drop, HttpServletRequest request) {
        return open(viewer.drop(request, drop)).ask(pages, new Visit(request));
    }

    private static Confirm open(DropRow row) {
        long drop = row.drop().id();
        DropCounts counts = row.drop().counts();
        return new Confirm(
                "Open the gate of drop " + drop + "?",
                List.of(
                        "Valid answers that wait: " + Figures.count(counts.in(RecordState.COMPLETED))
                                + ". They are published as they are, and so is whatever becomes valid later. What is"
                                + " published can't be taken back.",
                        "Records that go on waiting for a person: "
                                + Figures.count(counts.in(RecordState.REVIEW_REQUIRED)) + "."),
                true,
                "/drops/" + drop + "/open",
                "Yes, open the gate of drop " + drop,
                "/drops/" + drop,
                Map.of());
    }

    @PostMapping("/drops/{drop}/open")
    ResponseEntity<String> openGate(
            @PathVariable long drop, @RequestParam(defaultValue = "") String why, HttpServletRequest request) {
        DropRow row = viewer.drop(request, drop);
        Visit visit = new Visit(request);
        if (why.isBlank() || why.length() > Confirm.LONGEST_WHY) {
            return open(row)
                    .ask(
                            pages,
                            visit,
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "Say why in a few words; it stays in the events. Nothing was opened.",
                            why);
        }
        boolean opened = viewer.ledger().gates().openBy(drop, visit.actor(), why.strip());
        visit.flash(
                opened ? "done" : "trouble",
                opened
                        ? "The gate of drop " + drop + " is open: its valid answers are published now."
                        : "Somebody opened the gate of drop " + drop + " before. Nothing was done.");
        return to("/drops/" + drop);
    }

    @GetMapping("/batches/{batch}/cancel")
    ResponseEntity<String> askCancelBatch(@PathVariable long batch, HttpServletRequest request) {
        BatchRow row = viewer.batch(request, batch);
        return ask(
                request,
                "Cancel batch " + batch + "?",
                List.of(
                        cancel(row.state()),
                        "It has " + Wording.many(row.counted().sent(), "record", "records")
                                + "; without an outcome yet: "
                                + Figures.count(row.counted().open()) + "."),
                "/batches/" + batch + "/cancel",
                "Yes, cancel batch " + batch,
                "/batches/" + batch);
    }

    private static String cancel(BatchState state) {
        return switch (state) {
            case ASSEMBLING, ASSEMBLED -> "It was not sent yet, and is not sent any more. Its records are held.";
            case CREATING, IN_DOUBT ->
                "It is found out first whether its provider has it; then it is cancelled there. What ran by then is paid and"
                        + " kept, the rest is held.";
            case SUBMITTED, COLLECTING ->
                "Its provider is asked to stop it. What ran by then is paid and kept, the rest is held and not sent again.";
            case COLLECTED, DISSOLVED, LOST -> "It is over: there is nothing to cancel.";
        };
    }

    @PostMapping("/batches/{batch}/cancel")
    ResponseEntity<String> cancelBatch(@PathVariable long batch, HttpServletRequest request) {
        viewer.batch(request, batch);
        return leave(request, new Wish(Kind.CANCEL, About.BATCH, String.valueOf(batch)), "/batches/" + batch);
    }

    @GetMapping("/batches/{batch}/release")
    ResponseEntity<String> askReleaseBatch(@PathVariable long batch, HttpServletRequest request) {
        viewer.batch(request, batch);
        return ask(
                request,
                "Release what batch " + batch + " left held?",
                List.of(
                        "Records that were in this batch last and are held are queued again, sent in other batches, and paid."
                                + " Those of a drop that is cancelled or held stay: release the drop."),
                "/batches/" + batch + "/release",
                "Yes, release them",
                "/batches/" + batch);
    }

    @PostMapping("/batches/{batch}/release")
    ResponseEntity<String> releaseBatch(@PathVariable long batch, HttpServletRequest request) {
        viewer.batch(request, batch);
        return leave(request, new Wish(Kind.RELEASE, About.BATCH, String.valueOf(batch)), "/batches/" + batch);
    }

    private ResponseEntity<String> ask(
            HttpServletRequest request, String title, List<String> says, String action, String button, String back) {
        return new Confirm(title, says, false, action, button, back, Map.of()).ask(pages, new Visit(request));
    }

    /** Leaves it for the stage that does it; the page that it leads to shows what becomes of it. */
    private ResponseEntity<String> leave(HttpServletRequest request, Wish wish, String back) {
        Visit visit = new Visit(request);
        long id = viewer.ledger().requests().ask(visit.actor(), wish);
        visit.flash("done", "Request " + id + " is left for whoever does it. Below you see what becomes of it.");
        return to(back);
    }

    private static ResponseEntity<String> to(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }
}
