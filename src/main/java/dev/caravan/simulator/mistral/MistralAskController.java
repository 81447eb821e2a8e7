package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls that are answered at once, with what a line of a job would get. */
@RestController
@Profile("simulator")
@RequestMapping(MistralSurface.ROOT)
class MistralAskController {
    private final MistralStores stores;

    MistralAskController(MistralStores stores) {
        this.stores = stores;
    }

    @PostMapping({"/v1/chat/completions", "/v1/embeddings", "/v1/moderations"})
    ResponseEntity<String> ask(@RequestBody byte[] body, HttpServletRequest request) throws IOException {
        if (!(Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode wanted)) {
            throw MistralException.invalid("body", "JSON decode error");
        }
        String model = wanted.path("model").asText();
        if (MistralModels.find(model).isEmpty()) {
            throw new MistralException(400, "Invalid model: " + model);
        }
        String endpoint = request.getRequestURI().replaceFirst("^.*?" + MistralSurface.ROOT, "");
        ObjectNode vendor =
                Json.object().put("endpoint", endpoint).put("model", model).put("lines", "body");
        ObjectNode line = Json.object();
        line.set("body", wanted.without("model"));
        Answer answer = stores.jobs().live(vendor, line);
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(answer.body()));
    }
}
