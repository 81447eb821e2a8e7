package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(AzureSurface.ROOT)
class AzureModelsController extends ModelCalls {
    AzureModelsController(AzureService service) {
        super(service);
    }

    @GetMapping({AzureSurface.V1 + "/models", AzureSurface.DATED + "/models"})
    ObjectNode list() {
        return all();
    }

    @GetMapping({AzureSurface.V1 + "/models/{name}", AzureSurface.DATED + "/models/{name}"})
    ObjectNode get(@PathVariable String name) {
        return one(name);
    }
}
