package dev.caravan.simulator.anthropic;

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

/** Messages that are answered at once, with what a request of a batch would get. */
@RestController
@Profile("simulator")
@RequestMapping(AnthropicSurface.ROOT)
class AnthropicAskController {
    private final AnthropicSurfaceConfiguration.Batches batches;

    AnthropicAskController(AnthropicSurfaceConfiguration.Batches batches) {
        this.batches = batches;
    }

    @PostMapping("/v1/messages")
    ResponseEntity<String> ask(@RequestBody byte[] body, HttpServletRequest request) throws IOException {
        if (!(Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode params)) {
            throw AnthropicException.badRequest("The request body is not valid JSON");
        }
        ObjectNode line = Json.object();
        line.set("params", params);
        Answer answer = batches.jobs().live(Terms.remembered(request), line);
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(answer.body()));
    }
}
