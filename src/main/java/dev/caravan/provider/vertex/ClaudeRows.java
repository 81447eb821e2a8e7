package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.PromptLines.Pieces;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.google.GenerateRequest;
import dev.caravan.provider.google.Parameters;
import java.util.Set;

/** Request lines for Claude on Vertex: a Messages body with a version in it and without a model. */
final class ClaudeRows {
    static final String VERSION = "vertex-2023-10-16";

    /** Claude takes no request without one. */
    private static final int USUAL_MAX_TOKENS = 4096;

    private static final Set<String> KNOWN = Set.of(
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "metadata",
            "thinking",
            "output_config");

    private ClaudeRows() {}

    static RequestLines lines(RequestShape shape) {
        return new PromptLines(Pieces.of(
                "{\"custom_id\":\"",
                "\",\"request\":{" + GenerateRequest.fields(request(shape)),
                "\"system\":\"",
                "\",",
                "\"messages\":[{\"role\":\"user\",\"content\":\"",
                "\"}]}}\n"));
    }

    /** Everything of a request but its prompts. */
    static ObjectNode request(RequestShape shape) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("anthropic_version", VERSION);
        Parameters.each(shape, KNOWN, (name, value) -> {
            refuse(shape, name);
            request.set(name, value);
        });
        if (!request.has("max_tokens")) {
            request.put("max_tokens", USUAL_MAX_TOKENS);
        }
        long most = request.path("max_tokens").asLong();
        if (most < 1) {
            throw new IllegalArgumentException("Parameter \"max_tokens\" must be a number of 1 or more");
        }
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        if (shape.thinking() != null) {
            ClaudeThinking.put(shape.thinking(), shape.model(), most, request, output);
        }
        if (shape.schema() != null) {
            ObjectNode format = output.putObject("format").put("type", "json_schema");
            format.set("schema", ClaudeSchema.of(shape.schema()));
        }
        if (!output.isEmpty()) {
            request.set("output_config", output);
        }
        ImporterRules.check(request);
        return request;
    }

    private static void refuse(RequestShape shape, String name) {
        if (name.equals("thinking") && shape.thinking() != null) {
            throw new IllegalArgumentException("Parameter \"thinking\" and the thinking level exclude each other");
        }
        if (name.equals("output_config") && (shape.schema() != null || shape.thinking() != null)) {
            throw new IllegalArgumentException(
                    "Parameter \"output_config\" excludes an output schema of the task and a thinking level");
        }
    }
}
