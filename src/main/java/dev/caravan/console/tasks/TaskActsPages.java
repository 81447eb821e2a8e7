package dev.caravan.console.tasks;

import dev.caravan.access.Sight;
import dev.caravan.console.Confirm;
import dev.caravan.console.Figures;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.ledger.Spending.UnderWay;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stopping all of a task, holding it, and letting it go: asked once, then left for the stage that does it. */
@RestController
final class TaskActsPages {
    private final Pages pages;
    private final Ledger ledger;
    private final SeenTasks seen;

    TaskActsPages(Pages pages, Ledger ledger, Tasks tasks, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.seen = new SeenTasks(tasks, ledger, sight);
    }

    @GetMapping("/tasks/{task}/cancel")
    ResponseEntity<String> askCancel(HttpServletRequest request, @PathVariable String task) {
        return ask(request, seen.find(request, task), Kind.CANCEL);
    }

    @GetMapping("/tasks/{task}/hold")
    ResponseEntity<String> askHold(HttpServletRequest request, @PathVariable String task) {
        return ask(request, seen.find(request, task), Kind.HOLD);
    }

    @GetMapping("/tasks/{task}/release")
    ResponseEntity<String> askRelease(HttpServletRequest request, @PathVariable String task) {
        return ask(request, seen.find(request, task), Kind.RELEASE);
    }

    @PostMapping("/tasks/{task}/cancel")
    ResponseEntity<String> cancel(
            HttpServletRequest request, @PathVariable String task, @RequestParam(defaultValue = "") String expected) {
        return act(request, seen.find(request, task), Kind.CANCEL, expected);
    }

    @PostMapping("/tasks/{task}/hold")
    ResponseEntity<String> hold(
            HttpServletRequest request, @PathVariable String task, @RequestParam(defaultValue = "") String expected) {
        return act(request, seen.find(request, task), Kind.HOLD, expected);
    }

    @PostMapping("/tasks/{task}/release")
    ResponseEntity<String> release(
            HttpServletRequest request, @PathVariable String task, @RequestParam(defaultValue = "") String expected) {
        return act(request, seen.find(request, task), Kind.RELEASE, expected);
    }

    private ResponseEntity<String> ask(HttpServletRequest request, Task task, Kind kind) {
        return confirm(task, kind).ask(pages, new Visit(request));
    }

    private ResponseEntity<String> act(HttpServletRequest request, Task task, Kind kind, String expected) {
        Visit visit = new Visit(request);
        Confirm confirm = confirm(task, kind);
        if (!expected.equals(confirm.hidden().get("expected"))) {
            String trouble = "The numbers have changed since you were asked. Nothing was done; look again.";
            return confirm.ask(pages, visit, HttpStatus.CONFLICT, trouble, "");
        }
        long id = ledger.requests().ask(visit.actor(), new Wish(kind, About.TASK, task.name()));
        visit.flash("done", "Asked for, as request " + id + ": it is done within seconds, and is in the events then.");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(TasksPage.href(task.name())))
                .build();
    }

    private Confirm confirm(Task task, Kind kind) {
        int id = ledger.recipes().taskId(task.name());
        long drops = ledger.cancels().drops(id).size();
        long queued = ledger.counts().records(id, RecordState.QUEUED);
        long held = ledger.counts().records(id, RecordState.HELD);
        long sent = ledger.spending().underWay(Set.of(task.name())).stream()
                .mapToLong(UnderWay::records)
                .sum();
        String here = TasksPage.href(task.name());
        return switch (kind) {
            case CANCEL ->
                confirm(
                        "Cancel all of " + task.name() + "?",
                        List.of(
                                "Its " + Figures.count(drops) + " drops that may still send something are stopped: "
                                        + Figures.count(queued)
                                        + " queued records are held, and so is what its batches have"
                                        + " not run.",
                                Figures.count(sent)
                                        + " records wait at providers: their batches are cancelled there. What"
                                        + " is answered by then is paid, and kept.",
                                "Nothing of it is sent again until somebody releases the task. Drops that come later are not"
                                        + " stopped."),
                        here + "/cancel",
                        "Yes, cancel " + Figures.count(drops) + " drops",
                        here,
                        drops);
            case HOLD ->
                confirm(
                        "Hold all of " + task.name() + "?",
                        List.of(
                                "Its " + Figures.count(drops)
                                        + " drops that may still send something send nothing more: "
                                        + Figures.count(queued) + " queued records are held.",
                                Figures.count(sent)
                                        + " records wait at providers: those run to their end and are paid.",
                                "Nothing of it is sent until somebody releases the task."),
                        here + "/hold",
                        "Yes, hold " + Figures.count(drops) + " drops",
                        here,
                        drops);
            default ->
                confirm(
                        "Release what is held of " + task.name() + "?",
                        List.of(
                                Figures.count(held)
                                        + " held records are queued again, and its drops that were cancelled or"
                                        + " held go on.",
                                "What is sent then is paid."),
                        here + "/release",
                        "Yes, release " + Figures.count(held) + " records",
                        here,
                        held);
        };
    }

    private static Confirm confirm(
            String title, List<String> says, String action, String button, String back, long expected) {
        return new Confirm(title, says, false, action, button, back, Map.of("expected", Long.toString(expected)));
    }
}
