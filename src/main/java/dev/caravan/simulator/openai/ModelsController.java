package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(OpenAiSurface.ROOT)
class ModelsController {
    private final SimulatorSettings settings;

    ModelsController(SimulatorSettings settings) {
        this.settings = settings;
    }

    @GetMapping("/v1/models")
    ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        OpenAiModels.LISTED.forEach(name -> data.add(wire(name)));
        settings.get().models().forEach(name -> data.add(wire(name)));
        return list;
    }

    @GetMapping("/v1/models/{name}")
    ObjectNode get(@PathVariable String name) {
        if (OpenAiModels.find(name, settings.get().models()).isEmpty()) {
            throw new ApiException(404, "The model '%s' does not exist".formatted(name), "model", "model_not_found");
        }
        return wire(name);
    }

    @RequestMapping("/**")
    ObjectNode unknown(HttpServletRequest request) {
        String path = request.getRequestURI().substring((request.getContextPath() + OpenAiSurface.ROOT).length());
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
