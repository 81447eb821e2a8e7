package dev.caravan.simulator.openai;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping({AzureSurface.ROOT + AzureSurface.V1 + "/files", AzureSurface.ROOT + AzureSurface.DATED + "/files"})
class AzureFilesController extends FileCalls {
    AzureFilesController(AzureService service) {
        super(service);
    }
}
