package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The runtime: models that are asked at once answer what a record of a job would get. */
@RestController
@Profile("simulator")
@RequestMapping(BedrockSurface.ROOT + "/model")
class BedrockAskController {
    private final BedrockParts parts;

    BedrockAskController(BedrockParts parts) {
        this.parts = parts;
    }

    @PostMapping("/{model}/invoke")
    ResponseEntity<String> invoke(@PathVariable String model, @RequestBody byte[] body) throws IOException {
        return answer(model, "InvokeModel", body);
    }

    @PostMapping("/{model}/converse")
    ResponseEntity<String> converse(@PathVariable String model, @RequestBody byte[] body) throws IOException {
        return answer(model, "Converse", body);
    }

    private ResponseEntity<String> answer(String model, String type, byte[] body) throws IOException {
        Models.need(model);
        if (!(Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode wanted)) {
            throw BedrockException.invalid("Malformed input request, please reformat your input and try again.");
        }
        ObjectNode line = Json.object();
        line.set("modelInput", wanted);
        ObjectNode vendor = Json.object().put("modelId", model).put("modelInvocationType", type);
        Answer answer = parts.jobs().live(vendor, line);
        if (!answer.isOk()) {
            throw BedrockException.of(
                    answer.status(), answer.body().path("errorMessage").asText());
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(answer.body()));
    }
}
