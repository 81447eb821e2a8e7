package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One change of a document such as people make by mistake. */
record Mutation(JsonNode document, String what) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is put in the place of a value. */
    private static final List<String> VALUES = List.of(
            "null",
            "[]",
            "{}",
            "[\"x\"]",
            "{\"x\": \"y\"}",
            "\"wrong-word\"",
            "\"\"",
            "-1",
            "0",
            "7",
            "99999999999",
            "1.5",
            "true",
            "\"30s\"",
            "\"5 minutes\"",
            "\"190MB\"",
            "\"2%\"",
            "\"200%\"",
            "\"1m..1h\"",
            "\"1h..x\"",
            "\"A B\"",
            "\"12\"",
            "\"no\"");

    private record Place(JsonNode parent, String key, int index) {}

    static Mutation of(JsonNode original, Random random) {
        JsonNode document = original.deepCopy();
        List<Place> places = new ArrayList<>();
        collect(document, places);
        Place place = places.get(random.nextInt(places.size()));
        int kind = random.nextInt(10);
        if (place.parent() instanceof ObjectNode map) {
            if (kind == 0) {
                map.remove(place.key());
                return new Mutation(document, "without " + place.key());
            }
            if (kind == 1) {
                map.set(place.key() + "x", map.remove(place.key()));
                return new Mutation(document, place.key() + " is called " + place.key() + "x");
            }
            if (kind == 2) {
                map.put("sort", "by date");
                return new Mutation(document, "with a key sort beside " + place.key());
            }
        }
        String value = VALUES.get(random.nextInt(VALUES.size()));
        try {
            if (place.parent() instanceof ObjectNode map) {
                map.set(place.key(), JSON.readTree(value));
            } else if (place.parent() instanceof ArrayNode list) {
                list.set(place.index(), JSON.readTree(value));
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(value, e);
        }
        return new Mutation(document, (place.key().isEmpty() ? "item " + place.index() : place.key()) + " = " + value);
    }

    private static void collect(JsonNode node, List<Place> places) {
        node.fields().forEachRemaining(field -> {
            places.add(new Place(node, field.getKey(), 0));
            collect(field.getValue(), places);
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                places.add(new Place(node, "", i));
                collect(node.get(i), places);
            }
        }
    }
}
