package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Streams;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A caller's body as this account takes it. */
final class PassedBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LIMITS = Set.of("max_tokens", "max_completion_tokens");
    private static final String EFFORT = "reasoning_effort";
    private static final String REASONING = "reasoning";
    private static final String FORMAT = "response_format";

    private final RequestShape shape;
    private final Dialect dialect;
    private final boolean chat;
    private final boolean responses;
    private final ObjectNode thinking;
    private final Map<String, JsonNode> defaults = new TreeMap<>();

    PassedBody(RequestShape shape, Dialect dialect) {
        this.shape = shape;
        this.dialect = dialect;
        this.chat = shape.endpoint().equals(OpenAiProtocol.CHAT);
        this.responses = shape.endpoint().equals(OpenAiProtocol.RESPONSES);
        this.thinking = dialect.object(OpenAiSettings.THINKING_FIELDS);
        shape.parameters().forEach((name, value) -> defaults.put(name, JSON.valueToTree(value)));
    }

    /** Only as good as {@code refused} is empty. */
    ObjectNode of(ObjectNode given, Refusals refused) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (dialect.is(OpenAiSettings.MODEL_AT, "line")) {
            body.put("model", shape.model());
        }
        given.properties().forEach(field -> {
            if (!Set.of("model", "stream").contains(field.getKey())) {
                body.set(field.getKey(), field.getValue());
            }
        });
        Streams.refuse(given.path("stream"), refused);
        if (given.hasNonNull("stream_options")) {
            refused.add("stream_options", "batches don't stream: leave it out");
        }
        defaults.forEach((name, value) -> {
            boolean limited = LIMITS.contains(name) && LIMITS.stream().anyMatch(given::hasNonNull);
            if (!body.hasNonNull(name) && !limited) {
                body.set(name, value);
            }
        });
        if (chat) {
            chat(body, refused);
        } else if (responses) {
            responses(body, refused);
        } else if (!body.hasNonNull("input")) {
            refused.add("input", "must be a text or a list of texts");
        }
        return body;
    }

    private void chat(ObjectNode body, Refusals refused) {
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            refused.add("messages", "must be a list with at least one message");
        }
        format(body, body.path(FORMAT).path("type").asText(""), FORMAT, refused);
        String level = body.hasNonNull(EFFORT) ? body.path(EFFORT).asText() : shape.thinking();
        if (level == null) {
            return;
        }
        if (thinking.isEmpty()) {
            if (!body.hasNonNull(EFFORT)) {
                body.put(EFFORT, level);
            }
            return;
        }
        body.remove(EFFORT);
        if (!thinking.path(level).isObject()) {
            refused.unsupported(EFFORT, "it knows " + String.join(", ", (Iterable<String>) thinking::fieldNames));
        }
        thinking.path(level).properties().forEach(field -> body.set(field.getKey(), field.getValue()));
    }

    private void responses(ObjectNode body, Refusals refused) {
        if (!body.hasNonNull("input") && !body.hasNonNull("prompt")) {
            refused.add("input", "must be a text or a list of items");
        }
        if (body.path("background").asBoolean(false)) {
            refused.unsupported("background", "every batch is in the background");
        }
        format(body, body.path("text").path("format").path("type").asText(""), "text.format", refused);
        JsonNode said = body.path(REASONING);
        boolean open = said.isMissingNode() || said.isNull() || (said.isObject() && !said.hasNonNull("effort"));
        if (shape.thinking() != null && open) {
            ObjectNode reasoning =
                    said instanceof ObjectNode given ? given.deepCopy() : JsonNodeFactory.instance.objectNode();
            body.set(REASONING, reasoning.put("effort", shape.thinking()));
        }
    }

    /** An empty object, which some clients send, says nothing; some providers would refuse it. */
    private void format(ObjectNode body, String type, String field, Refusals refused) {
        if (body.path(FORMAT).isObject() && body.path(FORMAT).isEmpty()) {
            body.remove(FORMAT);
        }
        String most = dialect.text(OpenAiSettings.SCHEMA_AS);
        boolean tooMuch = (type.equals("json_schema") && !most.equals("json_schema"))
                || (type.equals("json_object") && most.equals("none"));
        if (tooMuch) {
            refused.unsupported(field, most.equals("none") ? "answers are text" : "it takes json_object at most");
        }
    }
}
