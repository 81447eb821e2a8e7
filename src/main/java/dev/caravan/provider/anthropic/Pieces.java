package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.ExactJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fixed pieces of request lines: {@code {"custom_id":…,"params":{…}}}. */
final class Pieces {
    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Set by Caravan, or refused in batches, or no field of a request at all. */
    private static final Set<String> OURS =
            Set.of("model", "messages", "system", "stream", "speed", "fallbacks", "betas", "output_format");

    private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");

    private Pieces() {}

    static PromptLines.Pieces of(RequestShape shape) {
        String json = params(shape).toString();
        String cache = cache(shape);
        return PromptLines.Pieces.of(
                "{\"custom_id\":\"",
                "\",\"params\":" + json.substring(0, json.length() - 1) + ",",
                cache == null ? "\"system\":\"" : "\"system\":[{\"type\":\"text\",\"text\":\"",
                cache == null ? "\"," : "\",\"cache_control\":" + cache + "}],",
                "\"messages\":[{\"role\":\"user\",\"content\":\"",
                "\"}]}}\n");
    }

    /** Everything of a request but its prompts. */
    static ObjectNode params(RequestShape shape) {
        Generation generation = Generation.of(shape.model());
        Thinking thinking = Thinking.of(shape, generation);
        check(shape, generation);
        ObjectNode params = JSON.createObjectNode().put("model", shape.model());
        params.put("max_tokens", maxTokens(shape, thinking));
        for (Map.Entry<String, Object> parameter : new TreeMap<>(shape.parameters()).entrySet()) {
            if (!parameter.getKey().equals("max_tokens")) {
                params.set(parameter.getKey(), ExactJson.of(parameter.getValue()));
            }
        }
        if (thinking.field() != null) {
            params.set("thinking", thinking.field());
        }
        outputConfig(shape, generation, thinking, params);
        return params;
    }

    private static void check(RequestShape shape, Generation generation) {
        for (String name : shape.parameters().keySet()) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException(
                        "Parameter \"" + name + "\" is set by Caravan itself, or not allowed in batches: remove it");
            }
            if (SAMPLING.contains(name) && !generation.samples()) {
                throw new IllegalArgumentException("Parameter \"" + name + "\" is refused by " + shape.model()
                        + " (as by every Claude model from 4.7 on): remove it");
            }
        }
        if (shape.thinking() != null && shape.parameters().containsKey("thinking")) {
            throw new IllegalArgumentException("Parameter \"thinking\" and a thinking level exclude each other");
        }
    }

    private static int maxTokens(RequestShape shape, Thinking thinking) {
        Object given = shape.parameters().get("max_tokens");
        if (given == null) {
            String standard = AnthropicProtocol.value(shape, AnthropicProtocol.MAX_TOKENS);
            return whole("Setting \"max-tokens\"", standard) + thinking.budget();
        }
        int most = whole("Parameter \"max_tokens\"", String.valueOf(given));
        if (most <= thinking.budget()) {
            throw new IllegalArgumentException("Parameter \"max_tokens\" is " + most + ", but thinking level \""
                    + shape.thinking() + "\" alone may take " + thinking.budget() + " tokens of " + shape.model()
                    + ": raise it, or lower the level");
        }
        return most;
    }

    private static int whole(String what, String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(what + " must be a whole number from 1 on, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static void outputConfig(RequestShape shape, Generation generation, Thinking thinking, ObjectNode params) {
        ObjectNode schema = shape.schema() == null ? null : schema(shape, shape.schema(), generation);
        if (schema == null && thinking.effort() == null) {
            return;
        }
        if (params.has("output_config")) {
            throw new IllegalArgumentException(
                    "Parameter \"output_config\" excludes a thinking level and an output schema: remove it");
        }
        ObjectNode config = params.putObject("output_config");
        if (thinking.effort() != null) {
            config.put("effort", thinking.effort());
        }
        if (schema != null) {
            config.putObject("format").put("type", "json_schema").set("schema", schema);
        }
    }

    /** Null, and said so, where the provider can't be given the schema. Answers are judged by the whole schema anyway. */
    private static @Nullable ObjectNode schema(RequestShape shape, String schema, Generation generation) {
        SchemaFit fit = generation.takesSchema()
                ? SchemaFit.of(schema)
                : new SchemaFit(null, shape.model() + " takes none (Claude 4.5 is the first that does)");
        if (fit.schema() == null) {
            LOG.warn(
                    "The output schema of {} does not go to the provider: {}. Say in the prompt what the answer must"
                            + " look like; it is checked all the same",
                    shape.schemaName(),
                    fit.why());
        }
        return fit.schema();
    }

    private static @Nullable String cache(RequestShape shape) {
        String cache = AnthropicProtocol.value(shape, AnthropicProtocol.CACHE_SYSTEM);
        return cache.equals("none") ? null : "{\"type\":\"ephemeral\",\"ttl\":\"" + cache + "\"}";
    }
}
