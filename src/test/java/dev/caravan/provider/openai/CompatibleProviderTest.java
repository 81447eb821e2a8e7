package dev.caravan.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A service as far from OpenAI as the protocol reaches, Together, with the settings that providers.yaml has for it. */
class CompatibleProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator";
    }

    @Override
    protected String chatModel() {
        return "meta-llama/Llama-3.3-70B-Instruct-Turbo";
    }

    @Override
    protected String downloadCall() {
        return "files.content";
    }

    /** JSON, which YAML understands. */
    @Override
    protected String credentialOptions() {
        try {
            Map<String, Map<String, Object>> shipped =
                    new Yaml().load(Files.readString(Path.of("config/providers.yaml")));
            Object settings = shipped.get("together").get("settings");
            assertThat(settings).isNotNull();
            return ", settings: " + new ObjectMapper().writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String simulatorSettings() {
        return """
                {"models": ["%s"],
                 "openai": {"uploadPath": "/files/upload", "uploadFields": ["file_name"], "purpose": "batch-api",
                            "windows": ["none"], "answers": "job", "statuses": "upper", "times": "iso", "counts": "never",
                            "list": "array", "metadata": false, "errors": "text", "lines": "body"}}""".formatted(chatModel());
    }

    /** As OpenAI does. */
    @Override
    protected boolean movesItsOwnWay() {
        return false;
    }

    /** Where uploads have a path of their own, nothing is known of a list of files. */
    @Override
    protected String uploadCall() {
        return "";
    }
}
