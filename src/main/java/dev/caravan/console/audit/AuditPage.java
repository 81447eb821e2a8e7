package dev.caravan.console.audit;

import dev.caravan.audit.Audits;
import dev.caravan.audit.Story;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why a field changed: everything that happened to one source record. */
@RestController
final class AuditPage {
    private final Pages pages;
    private final Audits audits;
    private final Tasks tasks;

    AuditPage(Pages pages, Audits audits, Tasks tasks) {
        this.pages = pages;
        this.audits = audits;
        this.tasks = tasks;
    }

    record Option(String value, boolean chosen) {}

    record Shown(List<Option> tasks, String task, String id, boolean missing, List<StoryView> story) {}

    @GetMapping("/audit")
    ResponseEntity<String> audit(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String task,
            @RequestParam(defaultValue = "") String id) {
        Optional<Story> story = task.isBlank() || id.isBlank() ? Optional.empty() : audits.of(task, id);
        boolean missing = story.isEmpty() && !id.isBlank();
        // A task that is no longer configured still has its past.
        List<Option> known = Stream.concat(
                        tasks.byName().keySet().stream(), Stream.of(task).filter(name -> !name.isBlank()))
                .distinct()
                .sorted()
                .map(name -> new Option(name, name.equals(task)))
                .toList();
        return pages.page(
                new Visit(request),
                missing ? HttpStatus.NOT_FOUND : HttpStatus.OK,
                id.isBlank() ? "Audit" : id + " · Audit",
                "audit",
                new Shown(
                        known,
                        task,
                        id,
                        missing,
                        story.map(StoryView::of).stream().toList()));
    }
}
