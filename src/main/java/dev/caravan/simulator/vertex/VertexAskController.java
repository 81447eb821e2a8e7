package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.google.GoogleError;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls that are answered at once, with what a row of a job would get. */
@RestController
@Profile("simulator")
@RequestMapping(VertexSurface.ROOT)
class VertexAskController {
    private final VertexStores stores;

    VertexAskController(VertexStores stores) {
        this.stores = stores;
    }

    @PostMapping("/v1/projects/{project}/locations/{location}/publishers/{publisher}/models/{model}:{verb}")
    ResponseEntity<String> ask(
            @PathVariable String publisher,
            @PathVariable String model,
            @PathVariable String verb,
            @RequestBody byte[] body)
            throws IOException {
        String resource = "publishers/" + publisher + "/models/" + model;
        boolean fits = VertexModels.find(resource)
                .filter(card -> verb.equals(
                        VertexModels.isClaude(resource)
                                ? "rawPredict"
                                : card.embeds() ? "embedContent" : "generateContent"))
                .isPresent();
        if (!fits) {
            throw new GoogleError(
                    404, "Publisher Model `" + resource + "` was not found, or has no method " + verb + ".");
        }
        if (!(Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode wanted)) {
            throw GoogleError.invalid("Invalid JSON payload received.");
        }
        ObjectNode line = Json.object();
        line.set("request", wanted);
        Answer answer = stores.jobs().live(Json.object().put("model", resource), line);
        ObjectNode error = Json.object();
        error.set("error", answer.body());
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(answer.isOk() ? answer.body() : error));
    }
}
