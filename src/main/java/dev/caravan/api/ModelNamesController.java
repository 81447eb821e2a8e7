package dev.caravan.api;

import dev.caravan.model.BatchModel;
import dev.caravan.submission.OrderedBatches;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The batch models that a workspace may name, as OpenAI's clients list models. */
@RestController
@RequestMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
final class ModelNamesController {
    private final OrderedBatches batches;

    ModelNamesController(OrderedBatches batches) {
        this.batches = batches;
    }

    @GetMapping
    Map<String, @Nullable Object> list(Principal who) {
        List<BatchModel> models = batches.models(Callers.of(who));
        return V1List.of(models, models.size(), ModelNamesController::shown);
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> retrieve(@PathVariable String id, Principal who) {
        return batches.models(Callers.of(who)).stream()
                .filter(model -> model.name().equals(id))
                .findFirst()
                .map(ModelNamesController::shown)
                .orElseThrow(() -> new V1Refusal(
                        HttpStatus.NOT_FOUND,
                        "model",
                        "model_not_found",
                        "There is no batch model \"" + V1Refusal.brief(id) + "\" here"));
    }

    private static Map<String, @Nullable Object> shown(BatchModel model) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", model.name());
        shown.put("object", "model");
        shown.put("created", 0);
        shown.put("owned_by", model.credential().provider().name());
        return shown;
    }
}
