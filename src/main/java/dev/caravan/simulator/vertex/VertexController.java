package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.SimulatorTime;
import dev.caravan.simulator.google.GoogleError;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs and models, at {@code v1} and {@code v1beta1} alike. */
@RestController
@Profile("simulator")
@RequestMapping(VertexSurface.ROOT)
class VertexController {
    private static final String JOBS =
            "/{version:v1|v1beta1}/projects/{project}/locations/{location}/batchPredictionJobs";

    private final CloudStorage storage;
    private final Jobs jobs;
    private final SimulatorTime time;

    VertexController(VertexStores stores, SimulatorTime time) {
        this.storage = stores.storage();
        this.jobs = stores.jobs();
        this.time = time;
    }

    /** What is wrong with the input is found out later, by a job that fails: the real one does not look at create. */
    @PostMapping(JOBS)
    ObjectNode create(@PathVariable String project, @PathVariable String location, @RequestBody byte[] body)
            throws IOException {
        JsonNode wanted = Json.readOrMissing(Json.textOrEmpty(body));
        if (!wanted.isObject()) {
            throw GoogleError.invalid("Invalid JSON payload received.");
        }
        VertexJobs.check(wanted);
        ObjectNode vendor = VertexJobs.remembered(
                wanted, "projects/" + project + "/locations/" + location, VertexJobs.time(time.millis()));
        Path input = jobs.scratch();
        try {
            Finding doom = fetch(vendor.path("input").asText(), input);
            String id = String.valueOf(UUID.randomUUID().getMostSignificantBits() >>> 1);
            return VertexJobs.wire(jobs.create(new NewJob(id, vendor, input, Json.write(wanted), doom)));
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private @Nullable Finding fetch(String uri, Path input) throws IOException {
        try {
            storage.get(uri, input);
            return null;
        } catch (CloudStorage.Missing missing) {
            Files.write(input, new byte[0]);
            return new Finding("9", "Failed to import data. " + missing.getMessage(), null, null);
        }
    }

    @GetMapping(JOBS)
    ObjectNode list(
            @RequestParam(defaultValue = "100") int pageSize,
            @RequestParam(defaultValue = "") String pageToken,
            @RequestParam(defaultValue = "") String filter)
            throws IOException {
        if (!filter.isEmpty()) {
            throw new GoogleError(400, "The simulator lists without a filter");
        }
        List<String> ids = jobs.ids();
        if (!pageToken.isEmpty() && !ids.contains(pageToken)) {
            throw GoogleError.invalid("The page token is invalid.");
        }
        int from = pageToken.isEmpty() ? 0 : ids.indexOf(pageToken) + 1;
        List<String> page = ids.subList(from, Math.min(ids.size(), from + Math.max(1, Math.min(pageSize, 100))));
        ObjectNode wire = Json.object();
        for (JobView job : jobs.poll(page)) {
            wire.withArray("batchPredictionJobs").add(VertexJobs.wire(job));
        }
        return from + page.size() < ids.size() ? wire.put("nextPageToken", page.get(page.size() - 1)) : wire;
    }

    @GetMapping(JOBS + "/{id}")
    ObjectNode get(@PathVariable String id) throws IOException {
        return VertexJobs.wire(jobs.poll(id).orElseThrow(() -> unknown(id)));
    }

    @PostMapping(JOBS + "/{id}:cancel")
    ObjectNode cancel(@PathVariable String id) throws IOException {
        JobView before = jobs.peek(id).orElseThrow(() -> unknown(id));
        if (jobs.cancel(id).isEmpty()) {
            throw GoogleError.precondition(
                    "The BatchPredictionJob " + id + " is in state " + before.state() + " and can't be cancelled.");
        }
        return Json.object();
    }

    @DeleteMapping(JOBS + "/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        JobView job = jobs.peek(id).orElseThrow(() -> unknown(id));
        if (!job.state().isFinal()) {
            throw GoogleError.precondition("The BatchPredictionJob " + id + " has not ended.");
        }
        jobs.delete(id);
        ObjectNode operation = Json.object()
                .put("name", job.vendor().path("parent").asText() + "/operations/" + id)
                .put("done", true);
        operation.putObject("response").put("@type", "type.googleapis.com/google.protobuf.Empty");
        return operation;
    }

    @GetMapping("/{version:v1|v1beta1}/publishers/{publisher}/models")
    ObjectNode models(@PathVariable String publisher) {
        ObjectNode list = Json.object();
        ArrayNode models = list.putArray("publisherModels");
        VertexModels.listed(publisher)
                .forEach(name -> models.addObject().put("name", "publishers/" + publisher + "/models/" + name));
        return list;
    }

    @RequestMapping("/**")
    ObjectNode other(HttpServletRequest request) {
        throw new GoogleError(404, "Method not found: " + request.getMethod());
    }

    private static GoogleError unknown(String id) {
        return new GoogleError(404, "The BatchPredictionJob does not exist: " + id);
    }
}
