package dev.caravan.console.audit;

import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.audit.Audits;
import dev.caravan.audit.Story;
import dev.caravan.console.Pages;
import dev.caravan.console.Sources;
import dev.caravan.console.Visit;
import dev.caravan.review.ReviewConflictException;
import dev.caravan.review.Reviews;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Why a field changed: everything that happened to one source record; and a way to have a person look at it. */
@RestController
final class AuditPage {
    private final Pages pages;
    private final Audits audits;
    private final Reviews reviews;
    private final Tasks tasks;
    private final Sources sources;
    private final Sight sight;

    AuditPage(Pages pages, Audits audits, Reviews reviews, Tasks tasks, Sources sources, Sight sight) {
        this.sight = sight;
        this.pages = pages;
        this.audits = audits;
        this.reviews = reviews;
        this.tasks = tasks;
        this.sources = sources;
    }

    record Option(String value, boolean chosen) {}

    /** @param trouble why nobody was asked; empty if that was not wanted */
    record Shown(
            String csrf,
            List<Option> tasks,
            String task,
            String id,
            boolean missing,
            String trouble,
            String why,
            List<StoryView> story) {}

    @GetMapping("/audit")
    ResponseEntity<String> audit(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String task,
            @RequestParam(defaultValue = "") String id) {
        return show(request, HttpStatus.OK, task, id, "", "");
    }

    /** @param record the newest revision as it was seen: there may be another by now */
    @PostMapping("/audit/ask")
    ResponseEntity<String> ask(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String task,
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "0") long record,
            @RequestParam(defaultValue = "") String why) {
        Visit visit = new Visit(request);
        if (why.isBlank()) {
            String trouble = "Say in a few words what to look for; whoever decides reads it.";
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, task, id, trouble, "");
        }
        try {
            reviews.ask(record, visit.actor(), why.strip());
        } catch (ReviewConflictException e) {
            String trouble = "Nobody was asked. " + e.getMessage() + ".";
            return show(request, HttpStatus.CONFLICT, task, id, trouble, why);
        } catch (IllegalArgumentException e) {
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, task, id, String.valueOf(e.getMessage()), why);
        }
        visit.flash("done", "It is open for review now.");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(UriComponentsBuilder.fromPath("/audit")
                        .queryParam("task", "{task}")
                        .queryParam("id", "{id}")
                        .encode()
                        .buildAndExpand(task, id)
                        .toUri())
                .build();
    }

    private ResponseEntity<String> show(
            HttpServletRequest request, HttpStatus status, String task, String id, String trouble, String why) {
        Visit visit = new Visit(request);
        Optional<Story> story = task.isBlank() || id.isBlank() ? Optional.empty() : audits.of(task, id);
        boolean missing = story.isEmpty() && !id.isBlank();
        // A task that is no longer configured still has its past.
        List<Option> known = Stream.concat(
                        tasks.byName().keySet().stream(), Stream.of(task).filter(name -> !name.isBlank()))
                .filter(name -> sight.task(request, name))
                .distinct()
                .sorted()
                .map(name -> new Option(name, name.equals(task)))
                .toList();
        return pages.page(
                visit,
                missing && status == HttpStatus.OK ? HttpStatus.NOT_FOUND : status,
                id.isBlank() ? "Audit" : id + " · Audit",
                "audit",
                new Shown(
                        visit.csrf(),
                        known,
                        task,
                        id,
                        missing,
                        trouble,
                        why,
                        story.map(told -> StoryView.of(told, visit.may(Role.REVIEW), sources)).stream()
                                .toList()));
    }
}
