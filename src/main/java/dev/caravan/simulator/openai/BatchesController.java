package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.StoredFile;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(OpenAiSurface.ROOT + "/v1/batches")
class BatchesController {
    private final FileStore files;
    private final Jobs jobs;

    BatchesController(OpenAiStores stores) {
        this.files = stores.files();
        this.jobs = stores.jobs();
    }

    @PostMapping
    ObjectNode create(@RequestBody byte[] body) throws IOException {
        JsonNode wanted = Json.readOrMissing(Json.textOrEmpty(body));
        if (!wanted.isObject()) {
            throw ApiException.badRequest("We could not parse the JSON body of your request.", null, null);
        }
        BatchRules.check(wanted);
        String inputId = wanted.path("input_file_id").asText();
        StoredFile input = files.findAsInput(inputId).orElseThrow(() -> refused("No such File object: " + inputId));
        if (!input.purpose().equals("batch")) {
            throw refused(
                    "File '%s' has the purpose '%s', but a batch needs 'batch'.".formatted(inputId, input.purpose()));
        }
        String id = "batch_" + UUID.randomUUID().toString().replace("-", "");
        String description = Json.write(wanted) + " " + input.filename();
        return BatchWire.of(jobs.create(new NewJob(id, remembered(wanted), files.content(inputId), description, null)));
    }

    private static ObjectNode remembered(JsonNode wanted) {
        ObjectNode vendor = Json.object()
                .put("endpoint", wanted.path("endpoint").asText())
                .put("input_file_id", wanted.path("input_file_id").asText());
        vendor.set("metadata", wanted.path("metadata").isObject() ? wanted.path("metadata") : null);
        JsonNode lifetime = wanted.path("output_expires_after").path("seconds");
        return lifetime.isNumber() ? vendor.put("result_lifetime", lifetime.asLong()) : vendor;
    }

    @GetMapping
    ObjectNode list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after)
            throws IOException {
        List<String> shown = jobs.ids();
        List<String> page = Page.of(limit, after, 20, 100).cut(shown, Function.identity());
        boolean more = !page.isEmpty() && !page.get(page.size() - 1).equals(shown.get(shown.size() - 1));
        return Page.wire(jobs.poll(page).stream().map(BatchWire::of).toList(), more);
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id) throws IOException {
        return BatchWire.of(jobs.poll(id).orElseThrow(() -> noSuchBatch(id)));
    }

    @PostMapping("/{id}/cancel")
    ObjectNode cancel(@PathVariable String id) throws IOException {
        JobView before = jobs.peek(id).orElseThrow(() -> noSuchBatch(id));
        return jobs.cancel(id)
                .map(BatchWire::of)
                .orElseThrow(() -> new ApiException(
                        409,
                        "Cannot cancel a batch with status '%s'."
                                .formatted(before.state().word()),
                        null,
                        null));
    }

    private static ApiException noSuchBatch(String id) {
        return ApiException.notFound("No batch found with id '%s'.".formatted(id), "id");
    }

    private static ApiException refused(String message) {
        return ApiException.badRequest(message, "input_file_id", "invalid_value");
    }
}
