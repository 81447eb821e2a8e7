package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The dated surface names the deployment in the path, whatever the body says. */
@RestController
@Profile("simulator")
@RequestMapping(AzureSurface.ROOT)
class AzureAskController extends AskCalls {
    AzureAskController(AzureService service) {
        super(service);
    }

    @PostMapping({AzureSurface.V1 + "/chat/completions", AzureSurface.V1 + "/responses"})
    ResponseEntity<String> ask(@RequestBody byte[] body, HttpServletRequest request) throws IOException {
        return answer(request.getRequestURI().replaceFirst("^.*?" + AzureSurface.V1, ""), body, request);
    }

    @PostMapping(AzureSurface.DATED + "/deployments/{deployment}/chat/completions")
    ResponseEntity<String> dated(@PathVariable String deployment, @RequestBody byte[] body, HttpServletRequest request)
            throws IOException {
        if (Json.readOrMissing(Json.textOrEmpty(body)) instanceof ObjectNode wanted) {
            byte[] named = Json.write(wanted.put("model", deployment)).getBytes(StandardCharsets.UTF_8);
            return answer("/chat/completions", named, request);
        }
        return answer("/chat/completions", body, request);
    }
}
