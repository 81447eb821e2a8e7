package dev.caravan.simulator.openai;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(OpenAiSurface.ROOT + "/v1/files")
class FilesController extends FileCalls {
    FilesController(OpenAiService service) {
        super(service);
    }
}
