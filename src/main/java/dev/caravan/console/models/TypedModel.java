package dev.caravan.console.models;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.TooFew;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch model as its form has it.
 *
 * @param model chosen from the list; @param other typed, which goes before
 * @param parameters JSON
 * @param workspaces with commas or spaces between them
 */
record TypedModel(
        String name,
        String credential,
        String model,
        String other,
        String thinking,
        String endpoint,
        String parameters,
        String workspaces,
        String waiting,
        String then) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final java.util.regex.Pattern BETWEEN = java.util.regex.Pattern.compile("[,\\s]+");

    static TypedModel of(HttpServletRequest request) {
        return new TypedModel(
                said(request, "name"),
                said(request, "credential"),
                said(request, "model"),
                said(request, "other"),
                said(request, "thinking"),
                said(request, "endpoint"),
                said(request, "parameters"),
                said(request, "workspaces"),
                said(request, "wait"),
                said(request, "then"));
    }

    /** What was made. */
    static TypedModel of(String name, ObjectNode fields) {
        List<String> workspaces = new ArrayList<>();
        fields.path("workspaces").forEach(one -> workspaces.add(one.asText()));
        JsonNode tooFew = fields.path("too_few");
        return new TypedModel(
                name,
                fields.path("credential").asText(),
                fields.path("model").asText(),
                "",
                fields.path("thinking").asText(),
                fields.path("endpoint").asText(),
                fields.path("parameters").isEmpty()
                        ? ""
                        : fields.path("parameters").toPrettyString(),
                String.join(", ", workspaces),
                tooFew.path("wait").asText(),
                tooFew.path("then").asText());
    }

    static String said(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    /** The name of the model that is wanted. */
    String wanted() {
        return other.isEmpty() ? model : other;
    }

    /** As it goes to the desk; what can't be written so is left out, and said. */
    ObjectNode json(Map<String, String> wrong) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "credential", credential);
        put(json, "model", wanted());
        put(json, "endpoint", endpoint);
        put(json, "thinking", thinking);
        if (!parameters.isEmpty()) {
            try {
                json.set("parameters", JSON.readTree(parameters));
            } catch (JsonProcessingException e) {
                wrong.put(
                        "parameters",
                        "is no JSON: " + e.getOriginalMessage() + ". Write an object such as {\"temperature\": 0}");
            }
        }
        if (!waiting.isEmpty() || !(then.isEmpty() || then.equals(TooFew.HOLD))) {
            ObjectNode tooFew = json.putObject("too_few");
            put(tooFew, "wait", waiting);
            put(tooFew, "then", then);
        }
        ArrayNode own = JSON.createArrayNode();
        BETWEEN.splitAsStream(workspaces).filter(one -> !one.isEmpty()).forEach(own::add);
        if (!own.isEmpty()) {
            json.set("workspaces", own);
        }
        return json;
    }

    private static void put(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }
}
