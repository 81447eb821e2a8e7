package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(OpenAiSurface.ROOT)
class ModelsController extends ModelCalls {
    ModelsController(OpenAiService service) {
        super(service);
    }

    @GetMapping("/v1/models")
    ObjectNode list() {
        return all();
    }

    @GetMapping("/v1/models/{name}")
    ObjectNode get(@PathVariable String name) {
        return one(name);
    }
}
