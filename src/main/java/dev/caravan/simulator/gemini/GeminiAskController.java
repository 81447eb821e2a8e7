package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.google.GoogleError;
import dev.caravan.simulator.google.GoogleModels;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls that are answered at once, with what a line of a batch would get. */
@RestController
@Profile("simulator")
@RequestMapping(GeminiSurface.ROOT + "/v1beta")
class GeminiAskController {
    private final GeminiStores stores;

    GeminiAskController(GeminiStores stores) {
        this.stores = stores;
    }

    @PostMapping({"/models/{model}:generateContent", "/models/{model}:embedContent"})
    ResponseEntity<String> ask(@PathVariable String model, @RequestBody byte[] body, HttpServletRequest request)
            throws IOException {
        boolean embeds = request.getRequestURI().endsWith("embedContent");
        if (GoogleModels.find(model).filter(card -> card.embeds() == embeds).isEmpty()) {
            throw new GoogleError(
                    404,
                    "models/" + model + " is not found for API version v1beta, or is not supported for this call.");
        }
        if (!(Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode wanted)) {
            throw GoogleError.invalid("Invalid JSON payload received.");
        }
        ObjectNode line = Json.object();
        line.set("request", wanted);
        Answer answer = stores.jobs().live(Json.object().put("model", "models/" + model), line);
        ObjectNode error = Json.object();
        error.set("error", answer.body());
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(answer.isOk() ? answer.body() : error));
    }
}
