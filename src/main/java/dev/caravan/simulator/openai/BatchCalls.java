package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /batches} of a service. */
abstract class BatchCalls extends Calls {
    BatchCalls(Service service) {
        super(service);
    }

    @PostMapping
    ObjectNode create(@RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        JsonNode wanted = Json.readOrMissing(Json.textOrEmpty(body));
        if (!wanted.isObject()) {
            throw ApiException.badRequest("We could not parse the JSON body of your request.", null, null);
        }
        Traits traits = service().traits(request);
        String call = BatchRules.check(wanted, traits);
        String inputId = wanted.path("input_file_id").asText();
        StoredFile input =
                service().files().findAsInput(inputId).orElseThrow(() -> refused("No such File object: " + inputId));
        if (!input.purpose().equals(traits.text("purpose"))) {
            throw refused("File '%s' has the purpose '%s', but a batch needs '%s'."
                    .formatted(inputId, input.purpose(), traits.text("purpose")));
        }
        service().usable(input);
        String id = "batch_" + UUID.randomUUID().toString().replace("-", "");
        String description = Json.write(wanted) + " " + input.filename();
        ObjectNode vendor = remembered(wanted, call, traits);
        Path lines = service().files().content(inputId);
        Optional<Finding> full = service().queue().enter(vendor, lines).map(service()::full);
        NewJob job =
                new NewJob(id, vendor, lines, description, full.orElse(service().doom(wanted)));
        response.setStatus(traits.is("answers", "job") ? 201 : service().created(request));
        return traits.around("job", BatchWire.of(service().jobs().create(job), traits));
    }

    private static ObjectNode remembered(JsonNode wanted, String call, Traits traits) {
        ObjectNode vendor = Json.object()
                .put("endpoint", wanted.path("endpoint").asText())
                .put("call", call)
                .put("lines", traits.text("lines"))
                .put("rows", traits.text("rows"))
                .put("window", wanted.path("completion_window").asText())
                .put("input_file_id", wanted.path("input_file_id").asText());
        if (traits.is("model", "job")) {
            vendor.put("model", wanted.path("model").asText());
        }
        vendor.set("metadata", wanted.path("metadata").isObject() ? wanted.path("metadata") : null);
        JsonNode lifetime = wanted.path("output_expires_after").path("seconds");
        return lifetime.isNumber() ? vendor.put("result_lifetime", lifetime.asLong()) : vendor;
    }

    @GetMapping
    JsonNode list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request)
            throws IOException {
        Traits traits = service().traits(request);
        List<String> shown = service().jobs().ids();
        List<String> page =
                traits.is("list", "pages") ? Page.of(limit, after, 20, 100).cut(shown, Function.identity()) : shown;
        boolean more = !page.isEmpty() && !page.get(page.size() - 1).equals(shown.get(shown.size() - 1));
        List<ObjectNode> wires = service().jobs().poll(page).stream()
                .map(job -> BatchWire.of(job, traits))
                .toList();
        return switch (traits.text("list")) {
            case "array" -> Json.array().addAll(wires);
            case "whole" -> Page.wire(wires, more).retain("object", "data");
            default -> Page.wire(wires, more);
        };
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id, HttpServletRequest request) throws IOException {
        return BatchWire.of(
                service().jobs().poll(id).orElseThrow(() -> noSuchBatch(id)),
                service().traits(request));
    }

    @PostMapping("/{id}/cancel")
    ObjectNode cancel(@PathVariable String id, HttpServletRequest request) throws IOException {
        Traits traits = service().traits(request);
        JobView before = service().jobs().peek(id).orElseThrow(() -> noSuchBatch(id));
        return service()
                .jobs()
                .cancel(id)
                .map(job -> BatchWire.of(job, traits))
                .orElseThrow(() -> new ApiException(
                        409,
                        "Cannot cancel a batch with status '%s'.".formatted(traits.status(before.state())),
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
