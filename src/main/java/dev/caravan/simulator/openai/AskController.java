package dev.caravan.simulator.openai;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(AskController.V1)
class AskController extends AskCalls {
    static final String V1 = OpenAiSurface.ROOT + "/v1";

    AskController(OpenAiService service) {
        super(service);
    }

    @PostMapping({"/chat/completions", "/responses", "/embeddings", "/moderations"})
    ResponseEntity<String> ask(@RequestBody byte[] body, HttpServletRequest request) throws IOException {
        return answer(request.getRequestURI().replaceFirst("^.*?" + V1, ""), body, request);
    }
}
