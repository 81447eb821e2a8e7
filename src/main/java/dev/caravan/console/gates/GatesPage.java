package dev.caravan.console.gates;

import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.console.Pages;
import dev.caravan.console.Sources;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Gates;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Proofs;
import dev.caravan.publish.Held;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Drops whose gate is closed, why, and a way to open it on purpose. */
@RestController
final class GatesPage {
    private static final int MOST = 50;
    private static final int LONGEST_REASON = 10_000;

    private final Pages pages;
    private final Ledger ledger;
    private final Tasks tasks;
    private final Sources sources;
    private final Sight sight;

    GatesPage(Pages pages, Ledger ledger, Tasks tasks, Sources sources, Sight sight) {
        this.sight = sight;
        this.pages = pages;
        this.ledger = ledger;
        this.tasks = tasks;
        this.sources = sources;
    }

    /** @param href of its open items; @param sample what people found in it, empty if its gate doesn't ask for that */
    record Drop(
            long id,
            String task,
            String uri,
            String file,
            String gate,
            String pending,
            String review,
            String href,
            String sample,
            List<String> held) {}

    /** @param more how many are not shown; empty if all are; @param trouble why nothing was opened */
    record Shown(String csrf, boolean mayOpen, List<Drop> drops, String more, String trouble) {
        boolean none() {
            return drops.isEmpty();
        }
    }

    @GetMapping("/gates")
    ResponseEntity<String> gates(HttpServletRequest request) {
        return show(request, HttpStatus.OK, "");
    }

    @PostMapping("/gates")
    ResponseEntity<String> open(
            HttpServletRequest request,
            @RequestParam(defaultValue = "0") long drop,
            @RequestParam(defaultValue = "") String why) {
        Visit visit = new Visit(request);
        if (why.isBlank() || why.length() > LONGEST_REASON) {
            String trouble = "Say why in a few words; it stays in the events. Drop " + drop + " was not opened.";
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, trouble);
        }
        boolean closed = closed(request).stream().anyMatch(one -> one.waiting().dropId() == drop);
        if (!closed || !ledger.gates().openBy(drop, visit.actor(), why.strip())) {
            String trouble = "The gate of drop " + drop + " is not closed any more. Nothing was done.";
            return show(request, HttpStatus.CONFLICT, trouble);
        }
        visit.flash("done", "The gate of drop " + drop + " is open: its valid results are published now.");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/gates"))
                .build();
    }

    private record Closed(Task task, Gates.Waiting waiting) {}

    private List<Closed> closed(HttpServletRequest request) {
        List<Closed> all = new ArrayList<>();
        tasks.gated().stream()
                .filter(name -> sight.task(request, name))
                .sorted()
                .map(tasks.byName()::get)
                .forEach(task -> ledger.gates()
                        .closed(ledger.recipes().taskId(task.name()))
                        .forEach(waiting -> all.add(new Closed(task, waiting))));
        return all;
    }

    private ResponseEntity<String> show(HttpServletRequest request, HttpStatus status, String trouble) {
        Visit visit = new Visit(request);
        List<Closed> closed = closed(request);
        Map<Long, Long> pending = ledger.gates().pending(tasks.gated());
        List<Drop> drops = closed.stream()
                .limit(MOST)
                .map(one -> drop(one, pending.getOrDefault(one.waiting().dropId(), 0L)))
                .toList();
        String more = closed.size() > MOST ? String.format(Locale.ROOT, "%,d", closed.size() - MOST) : "";
        return pages.page(
                visit,
                status,
                "Gates",
                "gates",
                new Shown(visit.csrf(), visit.may(Role.OPERATE), drops, more, trouble));
    }

    private Drop drop(Closed closed, long pending) {
        Task.Publish publish = closed.task().publish();
        Gates.Waiting waiting = closed.waiting();
        Held held = Held.of(ledger.gates(), publish, waiting);
        String uri =
                ledger.proofs().drop(waiting.dropId()).map(Proofs.Subject::uri).orElse("");
        return new Drop(
                waiting.dropId(),
                closed.task().name(),
                uri,
                sources.shown(uri),
                publish.gate().word(),
                String.format(Locale.ROOT, "%,d", pending),
                String.format(Locale.ROOT, "%,d", waiting.review()),
                waiting.review() == 0 ? "" : "/review?drop=" + waiting.dropId(),
                held.sampled(),
                held.why());
    }
}
