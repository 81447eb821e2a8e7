package dev.caravan.console.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.access.ProblemException;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.setup.RefusedSetupException;
import dev.caravan.setup.RefusedSetupException.Why;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Makes, changes and deletes batch models, by the same rules as over HTTP. */
@RestController
final class ModelFormPages {
    private final Pages pages;
    private final Seen seen;
    private final ModelForms forms;
    private final SetupDesk desk;
    private final Deletion deletion;

    ModelFormPages(Pages pages, Seen seen, ModelForms forms, SetupDesk desk) {
        this.pages = pages;
        this.seen = seen;
        this.forms = forms;
        this.desk = desk;
        this.deletion = new Deletion(pages, desk, Kind.MODEL);
    }

    /** Parameters fill it in, so that a link can name a credential. */
    @GetMapping("/models/new")
    ResponseEntity<String> fresh(HttpServletRequest request) {
        return forms.page(request, HttpStatus.OK, ModelForms.Filled.fresh(TypedModel.of(request), Wrong.NOTHING));
    }

    /** What the form shows once another credential or model is chosen; with {@code ask} the provider is asked first. */
    @PostMapping("/models/new/choices")
    ResponseEntity<String> choices(HttpServletRequest request) {
        TypedModel typed = TypedModel.of(request);
        Credential credential = typed.credential().isEmpty() ? null : seen.credential(request, typed.credential());
        List<Choices.Told> told =
                credential == null || request.getParameter("ask") == null ? List.of() : List.of(seen.tried(credential));
        if (new Visit(request).wantsFragment()) {
            return pages.fragment(HttpStatus.OK, "choices", forms.choices(request, typed, Wrong.NOTHING, told));
        }
        String editing = TypedModel.said(request, "editing");
        if (!editing.isEmpty()) {
            seen.model(request, editing);
        }
        return forms.page(
                request,
                HttpStatus.OK,
                new ModelForms.Filled(
                        editing, typed, TypedModel.said(request, "revision"), Wrong.NOTHING, List.of(), told));
    }

    @PostMapping("/models/new")
    ResponseEntity<String> make(HttpServletRequest request) {
        TypedModel typed = TypedModel.of(request);
        Map<String, String> unread = new LinkedHashMap<>();
        ObjectNode json = typed.json(unread);
        if (typed.name().isEmpty() || typed.name().equals(ModelViews.NEW)) {
            unread.put(
                    "name",
                    typed.name().isEmpty() ? "must be given" : "is the address of this page. Choose another one");
        }
        ModelForms.Filled filled = ModelForms.Filled.fresh(typed, Wrong.of(unread));
        if (!unread.isEmpty()) {
            return forms.page(request, HttpStatus.UNPROCESSABLE_ENTITY, filled);
        }
        Visit visit = new Visit(request);
        try {
            seen.own().mayBe(json.deepCopy().put("name", typed.name()), request);
            desk.make(Kind.MODEL, typed.name(), json, visit.actor());
        } catch (RefusedSetupException e) {
            return forms.page(request, status(e), filled.with(Wrong.of(e)));
        } catch (ProblemException e) {
            return forms.page(request, e.problem().status(), filled.with(Wrong.of(e.problem())));
        }
        visit.flash("done", "Batch model " + typed.name() + " is made: tasks may name it from now on.");
        return to("/models/" + typed.name());
    }

    @PostMapping("/models/{model}")
    ResponseEntity<String> change(@PathVariable String model, HttpServletRequest request) {
        BatchModel found = seen.model(request, model);
        TypedModel typed = TypedModel.of(request);
        Map<String, String> unread = new LinkedHashMap<>();
        ObjectNode json = typed.json(unread);
        String revision = TypedModel.said(request, "revision");
        var filled = new ModelForms.Filled(model, typed, revision, Wrong.of(unread), List.of(), List.of());
        if (!unread.isEmpty()) {
            return forms.page(request, HttpStatus.UNPROCESSABLE_ENTITY, filled);
        }
        Visit visit = new Visit(request);
        try {
            seen.own().mayChange(found, request);
            seen.own().mayBe(json, request);
            desk.change(Kind.MODEL, model, json, Revision.of(revision), visit.actor());
        } catch (RefusedSetupException e) {
            return refused(request, filled, json, e);
        } catch (ProblemException e) {
            return forms.page(
                    request,
                    e.problem().status(),
                    editable(request, found, filled).with(Wrong.of(e.problem())));
        }
        visit.flash(
                "done", "Batch model " + model + " is changed. Batches that are under way go on as they were sent.");
        return to("/models/" + model);
    }

    private ResponseEntity<String> refused(
            HttpServletRequest request, ModelForms.Filled filled, ObjectNode json, RefusedSetupException e) {
        Shown now = desk.find(Kind.MODEL, filled.editing()).orElse(null);
        if (now == null) {
            return forms.page(
                    request, status(e), ModelForms.Filled.none(filled.editing()).with(Wrong.of(e)));
        }
        if (e.why() != Why.CHANGED || filled.typed() == null) {
            return forms.page(request, status(e), filled.with(Wrong.of(e)));
        }
        return forms.page(
                request,
                HttpStatus.CONFLICT,
                ModelForms.Filled.of(filled.typed(), now)
                        .with(Wrong.of(e))
                        .otherwise(Difference.of(now.fields(), json)));
    }

    /** What may not be changed has no form. */
    private ModelForms.Filled editable(HttpServletRequest request, BatchModel found, ModelForms.Filled filled) {
        return seen.mayChange(request, found) ? filled : ModelForms.Filled.none(filled.editing());
    }

    @GetMapping("/models/{model}/delete")
    ResponseEntity<String> askDelete(@PathVariable String model, HttpServletRequest request) {
        return deletion.ask(new Visit(request), owned(model, request).name());
    }

    @PostMapping("/models/{model}/delete")
    ResponseEntity<String> delete(@PathVariable String model, HttpServletRequest request) {
        owned(model, request);
        return deletion.carryOut(request, model, "/models");
    }

    private BatchModel owned(String model, HttpServletRequest request) {
        BatchModel found = seen.model(request, model);
        if (!seen.own().owns(request, found)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return found;
    }

    static HttpStatus status(RefusedSetupException e) {
        return switch (e.why()) {
            case NOT_VALID -> HttpStatus.UNPROCESSABLE_ENTITY;
            case CONFLICT, CHANGED -> HttpStatus.CONFLICT;
            case NOT_THERE -> HttpStatus.NOT_FOUND;
        };
    }

    static ResponseEntity<String> to(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }
}
