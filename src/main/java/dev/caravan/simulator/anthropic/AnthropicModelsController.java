package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(AnthropicSurface.ROOT)
class AnthropicModelsController {
    private final SimulatorSettings settings;

    AnthropicModelsController(SimulatorSettings settings) {
        this.settings = settings;
    }

    @GetMapping("/v1/models")
    ObjectNode list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(name = "after_id", required = false) @Nullable String after,
            @RequestParam(name = "before_id", required = false) @Nullable String before) {
        List<String> all = ClaudeModels.ALL.stream().map(ClaudeModel::dated).toList();
        Page page = Page.of(all, limit, after, before);
        return page.wire(page.ids().stream().map(this::get).toList());
    }

    @GetMapping("/v1/models/{name}")
    ObjectNode get(@PathVariable String name) {
        return wire(ClaudeModels.find(name).orElseThrow(() -> AnthropicException.notFound("model: " + name)));
    }

    @RequestMapping("/**")
    ObjectNode unknown(HttpServletRequest request) {
        throw AnthropicException.notFound("Not found");
    }

    private ObjectNode wire(ClaudeModel model) {
        return Json.object()
                .put("id", model.dated())
                .put("type", "model")
                .put("display_name", model.name().replace("claude-", "Claude ") + " [simulated]")
                .put("created_at", "2026-01-01T00:00:00Z")
                .put(
                        "max_input_tokens",
                        settings.of(AnthropicSurface.NAME)
                                .path(AnthropicSurface.CONTEXT_TOKENS)
                                .asLong())
                .put("max_tokens", model.maxTokens());
    }
}
