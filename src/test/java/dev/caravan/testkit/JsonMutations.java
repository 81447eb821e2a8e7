package dev.caravan.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Good JSON with values in it that nobody expects at that place. */
public final class JsonMutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "-7",
            "2147483648",
            "-9223372036854775809",
            "1e400",
            "1e99999",
            "-0.5",
            "\"\"",
            "\" \"",
            "\"null\"",
            "\"12\"",
            "\"-3\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "{\"\":null}",
            "[1,\"a\",{}]",
            "{\"message\":[],\"code\":{},\"type\":7}",
            "{\"error\":{\"error\":{}}}",
            "[".repeat(300) + "]".repeat(300));

    private final Random random;

    public JsonMutations(Random random) {
        this.random = random;
    }

    /** One to three values of the document are replaced, left out, or put where another was. */
    public String of(String document) {
        try {
            JsonNode root = JSON.readTree(document);
            for (int i = random.nextInt(3); i >= 0; i--) {
                once(root);
            }
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no good JSON: " + document, e);
        }
    }

    private void once(JsonNode root) throws JsonProcessingException {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        if (holders.isEmpty()) {
            return;
        }
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        JsonNode value = random.nextInt(6) == 0
                ? holders.get(random.nextInt(holders.size())).deepCopy()
                : JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (holder instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (holder instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, value);
                default -> array.set(at, value);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode() && !node.isEmpty()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }
}
