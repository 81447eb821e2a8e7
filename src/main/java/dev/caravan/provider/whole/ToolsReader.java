package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.Chat.Function;
import dev.caravan.provider.whole.Chat.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolsReader {
    private final Takes takes;
    private final Refusals refused;

    ToolsReader(Takes takes, Refusals refused) {
        this.takes = takes;
        this.refused = refused;
    }

    @Nullable
    Tools read(JsonNode body) {
        JsonNode given = body.path("tools");
        if (given.isMissingNode() || given.isNull() || (given.isArray() && given.isEmpty())) {
            without(body);
            return null;
        }
        if (!takes.has("tools")) {
            refused.unsupported("tools", "");
            return null;
        }
        if (!given.isArray()) {
            refused.add("tools", "must be a list");
            return null;
        }
        List<Function> functions = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Function function = function(given.path(i), "tools[" + i + "]");
            if (function != null) {
                functions.add(function);
            }
        }
        JsonNode choice = body.path("tool_choice");
        String only = only(choice, functions);
        return new Tools(functions, only == null ? word(choice) : "required", only, parallel(body));
    }

    private void without(JsonNode body) {
        JsonNode choice = body.path("tool_choice");
        boolean said = !choice.isMissingNode() && !choice.isNull();
        if (said && !Set.of("none", "auto").contains(choice.asText())) {
            refused.add("tool_choice", "there are no tools to choose from");
        }
    }

    private @Nullable Function function(JsonNode tool, String path) {
        if (!tool.path("type").asText("function").equals("function")) {
            refused.unsupported(path + ".type", "tools are functions of the caller's own");
            return null;
        }
        refused.unknown(tool, path, Set.of("type", "function"));
        JsonNode function = tool.path("function");
        String name = function.path("name").asText("");
        String below = path + ".function";
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            refused.add(below + ".name", "must be 1 to 64 letters, digits, _ or -");
            return null;
        }
        refused.unknown(function, below, Set.of("name", "description", "parameters", "strict"));
        JsonNode parameters = function.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
            refused.add(below + ".parameters", "must be a JSON Schema, an object");
        }
        boolean strict = function.path("strict").asBoolean(false);
        if (strict && !takes.has("strict")) {
            refused.unsupported(
                    below + ".strict", "arguments are not held to the schema; leave it out, and check them");
        }
        return new Function(
                name,
                function.path("description").asText(""),
                parameters instanceof ObjectNode schema && !schema.isEmpty() ? schema : null,
                strict);
    }

    private @Nullable String only(JsonNode choice, List<Function> functions) {
        if (!choice.isObject()) {
            return null;
        }
        String name = choice.path("function").path("name").asText("");
        if (!choice.path("type").asText().equals("function")
                || functions.stream().noneMatch(function -> function.name().equals(name))) {
            refused.add("tool_choice", "must be auto, none, required, or name a function of tools");
        }
        return name;
    }

    private String word(JsonNode choice) {
        String word = choice.isNull() ? "auto" : choice.asText("auto");
        if (!Set.of("auto", "none", "required").contains(word)) {
            refused.add("tool_choice", "must be auto, none, required, or name a function of tools");
        }
        return word;
    }

    private @Nullable Boolean parallel(JsonNode body) {
        JsonNode parallel = body.path("parallel_tool_calls");
        if (!parallel.isBoolean()) {
            if (!parallel.isMissingNode() && !parallel.isNull()) {
                refused.add("parallel_tool_calls", "must be true or false");
            }
            return null;
        }
        if (!parallel.asBoolean() && !takes.has("parallel_tool_calls")) {
            refused.unsupported("parallel_tool_calls", "several calls in one answer can't be switched off");
        }
        return parallel.asBoolean();
    }
}
