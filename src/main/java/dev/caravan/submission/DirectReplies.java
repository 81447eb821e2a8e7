package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.submission.Places.Place;

/** What callers of an operation get who wait for it: what those of a batch get, and more. */
final class DirectReplies {
    private DirectReplies() {}

    /** @param body as it came, its fields in its order; @param answer as it would be published */
    static ObjectNode of(Operation operation, JsonNode body, JsonNode answer, long millis) {
        ObjectNode reply = switch (operation) {
            case EXTRACT -> extract(body, answer.path("entities"));
            case SUMMARIZE -> Replies.of(operation, body, answer);
            case CLASSIFY -> classify(body, Replies.of(operation, body, answer));
        };
        reply.put("latency_ms", millis);
        return operation == Operation.EXTRACT ? reply : reply.putNull("ocr_text");
    }

    private static ObjectNode extract(JsonNode body, JsonNode found) {
        Places places = new Places(body.path("text").asText());
        found.forEach(one -> {
            ObjectNode entity = (ObjectNode) one;
            Place place = places.of(entity.path("text").asText());
            if (place == null) {
                entity.putNull("start").putNull("end").putNull("context");
            } else {
                entity.put("start", place.start()).put("end", place.end()).put("context", place.context());
            }
        });
        ObjectNode reply = Replies.JSON.createObjectNode();
        ArrayNode entities = reply.putArray("entities");
        for (JsonNode one : Replies.chosen(body.path("entities"), found)) {
            ObjectNode entity = entities.addObject();
            for (String field : new String[] {"text", "type", "confidence", "start", "end", "context"}) {
                entity.set(field, one.path(field));
            }
        }
        return reply;
    }

    private static ObjectNode classify(JsonNode body, ObjectNode reply) {
        ArrayNode labels = reply.putArray("labels");
        for (JsonNode label : body.path("labels")) {
            String name = label.path("name").asText();
            ObjectNode entry = labels.addObject().put("label", name);
            entry.set("score", reply.path("scores").path(name));
            if (entry.path("score").isMissingNode()) {
                entry.put("score", 0);
            }
            entry.put("rubric", label.path("rubric").asText());
        }
        return reply;
    }
}
