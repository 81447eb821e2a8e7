package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.OutputFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tools of the client. One that the request forces is used; otherwise the model answers in words. */
final class ToolRules {
    private ToolRules() {}

    /** @param input the shape of what the tool is called with */
    record Tool(String name, OutputFormat input) {}

    static @Nullable Tool forced(ObjectNode params, ClaudeModel model, boolean thinks) {
        String type = params.path("tool_choice").path("type").asText("auto");
        if (!Set.of("auto", "any", "none", "tool").contains(type)) {
            throw AnthropicException.badRequest("tool_choice.type: Input should be 'auto', 'any', 'none' or 'tool'");
        }
        if (type.equals("auto") || type.equals("none")) {
            return null;
        }
        if (!model.forcesTools()) {
            throw AnthropicException.badRequest("tool_choice: This model does not support forced tool use");
        }
        if (thinks) {
            throw AnthropicException.badRequest("Thinking may not be enabled when tool_choice forces tool use");
        }
        String wanted = params.path("tool_choice").path("name").asText();
        for (JsonNode tool : params.path("tools")) {
            if (type.equals("any") || tool.path("name").asText().equals(wanted)) {
                return tool(tool);
            }
        }
        throw AnthropicException.badRequest("tool_choice: Tool '%s' not found in provided tools".formatted(wanted));
    }

    private static Tool tool(JsonNode tool) {
        JsonNode schema = tool.path("input_schema");
        if (tool.path("strict").asBoolean()) {
            SchemaRules.check(schema, "tools.input_schema");
        }
        return new Tool(
                tool.path("name").asText(), schema.isObject() ? OutputFormat.schema(schema) : OutputFormat.JSON);
    }
}
