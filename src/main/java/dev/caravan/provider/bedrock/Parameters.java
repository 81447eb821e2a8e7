package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.ExactJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameters of a batch model, checked by name: Bedrock looks at bodies only when it runs them, and fails every record. */
final class Parameters {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Parameters() {}

    /** @throws IllegalArgumentException for one that is not known, naming those that are */
    static ObjectNode of(RequestShape shape, String format, Set<String> known) {
        ObjectNode body = JSON.createObjectNode();
        for (Map.Entry<String, Object> parameter : new TreeMap<>(shape.parameters()).entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new IllegalArgumentException("Unknown parameter \"" + parameter.getKey() + "\" for " + format
                        + ": it would fail every record. Known: " + String.join(", ", new TreeSet<>(known)));
            }
            body.set(parameter.getKey(), ExactJson.of(parameter.getValue()));
        }
        return body;
    }

    /** The object of that name inside a body, made if it is not there. */
    static ObjectNode inside(ObjectNode body, String name) {
        JsonNode there = body.path(name);
        return there instanceof ObjectNode object ? object : body.putObject(name);
    }

    /** The fields of a body, each followed by a comma, for more to follow. */
    static String fields(ObjectNode body) {
        String json = body.toString();
        return body.isEmpty() ? "" : json.substring(1, json.length() - 1) + ",";
    }

    /** A text as it stands inside a JSON string. */
    static String escaped(String text) {
        String json = JSON.valueToTree(text).toString();
        return json.substring(1, json.length() - 1);
    }

    static void exclude(RequestShape shape, ObjectNode body, String parameter) {
        if (body.has(parameter) && (shape.schema() != null || shape.thinking() != null)) {
            throw new IllegalArgumentException("Parameter \"" + parameter
                    + "\" excludes an output schema of the task and a thinking level of the batch model");
        }
    }
}
