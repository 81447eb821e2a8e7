package dev.caravan.simulator.openai;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping({AzureSurface.ROOT + AzureSurface.V1 + "/batches", AzureSurface.ROOT + AzureSurface.DATED + "/batches"})
class AzureBatchesController extends BatchCalls {
    AzureBatchesController(AzureService service) {
        super(service);
    }
}
