package dev.caravan.console.models;

import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.BatchModel;
import dev.caravan.setup.SetupDesk;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The list of batch models, and each of them with the form that changes it. */
@RestController
final class ModelsPage {
    private final Pages pages;
    private final Seen seen;
    private final ModelViews views;
    private final ModelForms forms;
    private final SetupDesk desk;

    ModelsPage(Pages pages, Seen seen, ModelViews views, ModelForms forms, SetupDesk desk) {
        this.pages = pages;
        this.seen = seen;
        this.views = views;
        this.forms = forms;
        this.desk = desk;
    }

    /** @param vanished names of those that their providers do not list */
    record All(List<ModelViews.View> models, List<String> vanished, boolean admin) {
        boolean none() {
            return models.isEmpty();
        }
    }

    @GetMapping("/models")
    ResponseEntity<String> list(HttpServletRequest request) {
        List<ModelViews.View> all = views.all(request, seen.models(request));
        List<String> vanished = all.stream()
                .filter(view -> !view.vanished().isEmpty())
                .map(ModelViews.View::name)
                .toList();
        return pages.page(new Visit(request), "Batch models", "models", new All(all, vanished, Seen.isAdmin(request)));
    }

    @GetMapping("/models/{model}")
    ResponseEntity<String> one(@PathVariable String model, HttpServletRequest request) {
        BatchModel found = seen.model(request, model);
        return desk.find(Kind.MODEL, model)
                .filter(shown -> seen.mayChange(request, found))
                .map(shown -> forms.page(
                        request, HttpStatus.OK, ModelForms.Filled.of(TypedModel.of(model, shown.fields()), shown)))
                .orElseGet(() -> forms.page(request, HttpStatus.OK, ModelForms.Filled.none(model)));
    }

    /** Whether its credential works and its provider lists its model. */
    @PostMapping("/models/{model}/test")
    ResponseEntity<Void> test(@PathVariable String model, HttpServletRequest request) {
        Choices.Told told = seen.tried(seen.model(request, model));
        new Visit(request).flash(told.kind(), told.text());
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/models/" + model))
                .build();
    }
}
