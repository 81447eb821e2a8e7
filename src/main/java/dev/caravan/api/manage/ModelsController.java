package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.access.OwnModels;
import dev.caravan.access.Problem;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import dev.caravan.model.Price;
import dev.caravan.setup.ListedModels;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Batch models that the caller's workspaces may use. */
@RestController
@RequestMapping(path = "/api/models", produces = MediaType.APPLICATION_JSON_VALUE)
final class ModelsController {
    private final Models models;
    private final Tasks tasks;
    private final ListedModels listed;
    private final Asker asker;
    private final SetupAnswers setups;
    private final OwnModels own;

    ModelsController(Models models, Tasks tasks, ListedModels listed, Asker asker, SetupAnswers setups) {
        this.setups = setups;
        this.own = new OwnModels(models);
        this.models = models;
        this.tasks = tasks;
        this.listed = listed;
        this.asker = asker;
    }

    /**
     * @param thinkingLevels that the model knows, as far as providers.yaml says
     * @param price US dollars per million tokens; null where it is not known
     * @param offered whether the provider's last list has the model; null if nobody asked yet, or it lists no names of models
     * @param tasks that point to it
     * @param made null if a file says what it is
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record ModelView(
            String name,
            String credential,
            String provider,
            String model,
            String endpoint,
            String ability,
            @Nullable String thinking,
            Set<String> thinkingLevels,
            Map<String, Object> parameters,
            Set<String> workspaces,
            @Nullable PriceView price,
            @Nullable Boolean offered,
            List<String> tasks,
            SetupAnswers.@Nullable MadeView made) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record PriceView(double input, double cachedInput, double output) {
        static PriceView of(Price price) {
            return new PriceView(price.input(), price.cachedInput(), price.output());
        }
    }

    @GetMapping
    Page<ModelView> list(HttpServletRequest request) {
        return new Page<>(
                models.models().values().stream()
                        .filter(model -> own.sees(request, model))
                        .map(model -> shown(model, request))
                        .toList(),
                false,
                null);
    }

    @GetMapping("/{model}")
    ResponseEntity<ModelView> one(@PathVariable String model, HttpServletRequest request) {
        BatchModel found = seen(model, request);
        var answer = ResponseEntity.ok();
        setups.etag(Kind.MODEL, model).ifPresent(answer::eTag);
        return answer.body(shown(found, request));
    }

    @PostMapping
    ResponseEntity<ModelView> make(@RequestBody ObjectNode body, HttpServletRequest request) {
        own.mayBe(body, request);
        String name = setups.make(Kind.MODEL, body, request);
        var answer = ResponseEntity.created(URI.create("/api/models/" + name));
        setups.etag(Kind.MODEL, name).ifPresent(answer::eTag);
        return answer.body(shown(seen(name, request), request));
    }

    @PutMapping("/{model}")
    ResponseEntity<ModelView> change(
            @PathVariable String model, @RequestBody ObjectNode body, HttpServletRequest request) {
        own.mayChange(seen(model, request), request);
        own.mayBe(body, request);
        setups.change(Kind.MODEL, model, body, request);
        return one(model, request);
    }

    @DeleteMapping("/{model}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String model, HttpServletRequest request) {
        own.mayChange(seen(model, request), request);
        setups.delete(Kind.MODEL, model, request);
    }

    /** Whether its credential works and its provider lists its model. */
    @PostMapping("/{model}/test")
    SetupAnswers.TrialView test(@PathVariable String model, HttpServletRequest request) {
        BatchModel found = seen(model, request);
        return setups.tried(trial -> trial.of(found));
    }

    private BatchModel seen(String model, HttpServletRequest request) {
        BatchModel found = models.models().get(model);
        if (found == null || !own.sees(request, found)) {
            throw Problem.notFound().thrown();
        }
        return found;
    }

    private ModelView shown(BatchModel model, HttpServletRequest request) {
        ModelFacts facts = model.facts().orElse(null);
        // Names of workspaces that are not the caller's are nobody's business.
        Set<String> workspaces = new TreeSet<>(model.workspaces());
        workspaces.removeIf(one -> !Asker.caller(request).sees(one));
        return new ModelView(
                model.name(),
                model.credential().name(),
                model.credential().provider().name(),
                model.model(),
                model.endpoint(),
                model.ability().word(),
                model.thinking(),
                facts == null ? Set.of() : facts.thinking(),
                model.parameters(),
                workspaces,
                facts == null ? null : PriceView.of(facts.price()),
                listed.offers(model).orElse(null),
                tasks.byName().values().stream()
                        .filter(task -> task.model().name().equals(model.name()))
                        .map(Task::name)
                        .filter(task -> asker.sees(request, task))
                        .sorted()
                        .toList(),
                setups.made(Kind.MODEL, model.name(), request));
    }
}
