package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Calls that are answered at once, with what a line of a batch would get. */
abstract class AskCalls extends Calls {
    AskCalls(Service service) {
        super(service);
    }

    /** @param endpoint such as {@code /chat/completions} */
    final ResponseEntity<String> answer(String endpoint, byte[] body, HttpServletRequest request) throws IOException {
        if (!(Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode wanted)) {
            throw ApiException.badRequest("We could not parse the JSON body of your request.", null, null);
        }
        Traits traits = service().traits(request);
        String prefix = traits.list("prefixes").get(0);
        String call = traits.call(prefix + endpoint)
                .orElseThrow(() -> ApiException.notFound("Invalid URL (POST " + endpoint + ")", null));
        String model = wanted.path("model").asText();
        if (model.isEmpty()) {
            throw ApiException.badRequest("you must provide a model parameter", "model", null);
        }
        if (!service().answers(model)) {
            throw new ApiException(
                    404,
                    "The model `%s` does not exist or you do not have access to it.".formatted(model),
                    null,
                    "model_not_found");
        }
        ObjectNode vendor = Json.object().put("endpoint", prefix + endpoint).put("call", call);
        ObjectNode line = Json.object();
        line.set("body", wanted);
        Answer answer = service().jobs().live(vendor, line);
        JsonNode wire = answer.body();
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(wire));
    }
}
