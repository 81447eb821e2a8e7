package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.RequestMapping;

/** {@code /models} of a service, and all that it does not have. */
abstract class ModelCalls extends Calls {
    ModelCalls(Service service) {
        super(service);
    }

    final ObjectNode all() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        service().models().forEach(name -> data.add(wire(name)));
        return list;
    }

    final ObjectNode one(String name) {
        if (!service().knows(name)) {
            throw new ApiException(404, "The model '%s' does not exist".formatted(name), "model", "model_not_found");
        }
        return wire(name);
    }

    @RequestMapping("/**")
    ObjectNode unknown(HttpServletRequest request) {
        String path = request.getRequestURI().replaceFirst(".*?/simulator/[^/]+", "");
        throw ApiException.notFound("Invalid URL (%s %s)".formatted(request.getMethod(), path), null);
    }

    private static ObjectNode wire(String name) {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", OpenAiModels.CREATED)
                .put("owned_by", "simulated");
    }
}
