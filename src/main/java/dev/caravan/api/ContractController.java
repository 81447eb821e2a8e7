package dev.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Caravan answers over HTTP, in OpenAPI 3.1: for whoever has a login or a key, whatever its roles are. */
@RestController
final class ContractController {
    private static final String FILE = "/openapi/caravan.yaml";
    private static final String YAML = "application/yaml";

    private final byte[] yaml;
    private final byte[] json;

    ContractController() throws IOException {
        try (InputStream in = ContractController.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("No resource " + FILE);
            }
            this.yaml = in.readAllBytes();
        }
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(yaml, StandardCharsets.UTF_8));
        this.json = new ObjectMapper().writeValueAsBytes(read);
    }

    @GetMapping(path = "/openapi.yaml", produces = YAML)
    byte[] yaml() {
        return yaml.clone();
    }

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json() {
        return json.clone();
    }
}
