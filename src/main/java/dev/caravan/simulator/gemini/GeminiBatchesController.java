package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import dev.caravan.simulator.google.GoogleError;
import dev.caravan.simulator.google.GoogleModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(GeminiSurface.ROOT + "/v1beta")
class GeminiBatchesController {
    private static final Set<String> KEYS = Set.of("displayName", "inputConfig", "priority", "model", "name");

    private final GeminiFiles files;
    private final Jobs jobs;
    private final SimulatorSettings settings;

    GeminiBatchesController(GeminiStores stores, SimulatorSettings settings) {
        this.files = stores.files();
        this.jobs = stores.jobs();
        this.settings = settings;
    }

    @PostMapping({"/models/{model}:batchGenerateContent", "/models/{model}:asyncBatchEmbedContent"})
    ObjectNode create(
            @PathVariable String model, @RequestBody byte[] body, jakarta.servlet.http.HttpServletRequest request)
            throws IOException {
        boolean embeds = request.getRequestURI().endsWith("EmbedContent");
        ModelCard card = GoogleModels.find(model)
                .filter(found -> found.embeds() == embeds)
                .orElseThrow(() -> new GoogleError(
                        404,
                        "models/" + model
                                + " is not found for API version v1beta, or is not supported for this call."));
        JsonNode batch = Json.readOrMissing(Json.textOrEmpty(body)).path("batch");
        String input = check(batch).replaceFirst("^files/", "");
        StoredFile file = files.store().findAsInput(input).orElseThrow(() -> GeminiFiles.absent(input));
        if (!files.isUsable(file)) {
            throw GoogleError.precondition(
                    "The file " + input + " is not in an ACTIVE state and usage is not allowed.");
        }
        Path lines = files.store().content(input);
        LineRules.check(lines);
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        ObjectNode vendor = Json.object()
                .put("model", "models/" + card.name())
                .put("displayName", batch.path("displayName").asText())
                .put("fileName", "files/" + input);
        return wire(jobs.create(new NewJob(id, vendor, lines, Json.write(batch) + " " + file.filename(), null)));
    }

    private static String check(JsonNode batch) {
        if (!batch.isObject()) {
            throw GoogleError.invalid("batch: a batch is required.");
        }
        for (String key : Json.names(batch)) {
            if (!KEYS.contains(key)) {
                throw GoogleError.unknownField(key, "batch");
            }
        }
        if (batch.path("displayName").asText().isBlank()) {
            throw GoogleError.invalid("batch.display_name: is required.");
        }
        if (batch.path("inputConfig").has("requests")) {
            throw GoogleError.invalid("The simulator takes batches with a file alone.");
        }
        JsonNode config = batch.path("inputConfig");
        String input = config.path("fileName").asText(config.path("file_name").asText());
        if (!input.matches("files/[A-Za-z0-9-]{1,40}")) {
            throw GoogleError.invalid("batch.input_config: is required.");
        }
        return input;
    }

    @GetMapping("/batches")
    ObjectNode list(@RequestParam(defaultValue = "10") int pageSize, @RequestParam(defaultValue = "") String pageToken)
            throws IOException {
        List<String> ids = jobs.ids();
        if (!pageToken.isEmpty() && !ids.contains(pageToken)) {
            throw GoogleError.invalid("The page token is invalid.");
        }
        int from = pageToken.isEmpty() ? 0 : ids.indexOf(pageToken) + 1;
        List<String> page = ids.subList(from, Math.min(ids.size(), from + Math.max(1, Math.min(pageSize, 100))));
        ObjectNode list = Json.object();
        for (JobView job : jobs.poll(page)) {
            list.withArray("operations").add(wire(job));
        }
        return from + page.size() < ids.size() ? list.put("nextPageToken", page.get(page.size() - 1)) : list;
    }

    @GetMapping("/batches/{id}")
    ObjectNode get(@PathVariable String id) throws IOException {
        return wire(jobs.poll(id).orElseThrow(() -> unknown(id)));
    }

    @PostMapping("/batches/{id}:cancel")
    ObjectNode cancel(@PathVariable String id) throws IOException {
        if (jobs.cancel(id).isEmpty()) {
            throw jobs.peek(id).isEmpty()
                    ? unknown(id)
                    : GoogleError.precondition("The batch " + id + " has ended and can't be cancelled.");
        }
        return Json.object();
    }

    @DeleteMapping("/batches/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        if (!jobs.delete(id)) {
            throw unknown(id);
        }
        return Json.object();
    }

    private ObjectNode wire(JobView job) {
        return GeminiBatch.wire(
                job, settings.of(GeminiSurface.NAME).path("states").asText());
    }

    private static GoogleError unknown(String id) {
        return new GoogleError(404, "Requested entity was not found: batches/" + id);
    }
}
