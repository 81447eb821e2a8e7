package dev.caravan.console.tasks;

import dev.caravan.access.Sight;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Ledger;
import dev.caravan.sample.Plan;
import dev.caravan.sample.Samples;
import dev.caravan.sample.Wanted;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Some records asked in real time: says first how many and the most it may cost, then shows each answer beside its input. */
@RestController
final class SamplePages {
    /** Each call has an id of its own, whose tokens are a few more or less: a part so small is nothing new. */
    private static final int TOLERANCE = 20;

    private final Pages pages;
    private final Ledger ledger;
    private final Samples samples;
    private final SeenTasks seen;
    private final Sight sight;

    SamplePages(Pages pages, Ledger ledger, Samples samples, Tasks tasks, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.samples = samples;
        this.seen = new SeenTasks(tasks, ledger, sight);
        this.sight = sight;
    }

    @GetMapping("/tasks/{task}/sample")
    ResponseEntity<String> form(HttpServletRequest request, @PathVariable String task) {
        return show(request, find(request, task), HttpStatus.OK, "", SampleView.NOTHING);
    }

    /** Plans it; with what was planned and a yes, asks. */
    @PostMapping("/tasks/{task}/sample")
    ResponseEntity<String> sample(HttpServletRequest request, @PathVariable String task) throws IOException {
        Task found = find(request, task);
        SampleForm form = SampleForm.of(request);
        try {
            if (!form.picked().isEmpty()) {
                Plan plan = samples.again(found.name(), form.picked());
                if (plan.most() > form.most() + form.most() / TOLERANCE) {
                    String trouble = "It may cost more by now than you were told. Nothing was asked; look again.";
                    return show(request, found, HttpStatus.CONFLICT, trouble, SampleView.planned(plan));
                }
                return show(request, found, HttpStatus.OK, "", SampleView.answered(plan, samples.ask(plan)));
            }
            Plan plan = plan(request, found, form);
            if (plan.inputs().isEmpty()) {
                String trouble = "There is no record to ask about"
                        + (plan.reasons().isEmpty() ? "." : ": " + String.join("; ", plan.reasons()));
                return show(request, found, HttpStatus.UNPROCESSABLE_ENTITY, trouble, SampleView.NOTHING);
            }
            if (plan.lines().length() > SampleForm.LONGEST) {
                String trouble = "These records are too long together for this page: ask about fewer of them.";
                return show(request, found, HttpStatus.UNPROCESSABLE_ENTITY, trouble, SampleView.NOTHING);
            }
            return show(request, found, HttpStatus.OK, "", SampleView.planned(plan));
        } catch (FileNotFoundException e) {
            return show(request, found, HttpStatus.GONE, "Nothing was asked: " + e.getMessage(), SampleView.NOTHING);
        } catch (IllegalArgumentException e) {
            return show(
                    request,
                    found,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "Nothing was asked: " + e.getMessage(),
                    SampleView.NOTHING);
        } catch (IOException e) {
            String trouble = "Nothing was asked, for these records can't be read: " + e.getMessage();
            return show(request, found, HttpStatus.UNPROCESSABLE_ENTITY, trouble, SampleView.NOTHING);
        }
    }

    private Plan plan(HttpServletRequest request, Task task, SampleForm form) throws IOException {
        Wanted wanted = new Wanted(form.records(), form.anywhere());
        Optional<Long> drop = form.drop();
        if (drop.isPresent()) {
            boolean own = sight.drop(request, drop.get())
                    && ledger.lists()
                            .drop(drop.get())
                            .filter(row -> row.task().equals(task.name()))
                            .isPresent();
            if (!own) {
                throw new IllegalArgumentException("there is no drop " + drop.get() + " of this task");
            }
            return samples.plan(task.name(), drop.get(), wanted);
        }
        if (form.text().isBlank()) {
            throw new IllegalArgumentException("name a drop, choose a file or enter some records");
        }
        byte[] bytes = form.text().getBytes(StandardCharsets.UTF_8);
        return samples.plan(task.name(), form.fileName(), new ByteArrayInputStream(bytes), wanted);
    }

    private Task find(HttpServletRequest request, String name) {
        Task task = seen.find(request, name);
        if (GatewayTasks.isOne(name)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return task;
    }

    record Shown(
            String csrf,
            String name,
            String href,
            String model,
            SampleForm form,
            List<SampleForm.Format> formats,
            int most,
            String trouble,
            SampleView view) {}

    private ResponseEntity<String> show(
            HttpServletRequest request, Task task, HttpStatus status, String trouble, SampleView view) {
        Visit visit = new Visit(request);
        SampleForm form = SampleForm.of(request);
        return pages.page(
                visit,
                status,
                "Sample · " + task.name(),
                "sample",
                new Shown(
                        visit.csrf(),
                        task.name(),
                        TasksPage.href(task.name()),
                        task.model().name(),
                        form,
                        form.formats(),
                        SampleForm.MOST,
                        trouble,
                        view));
    }
}
