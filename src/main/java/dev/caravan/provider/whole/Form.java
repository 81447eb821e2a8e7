package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A provider's own form of requests and answers, for one shape. Thread-safe. */
public sealed interface Form permits Form.OfChat, Form.OfEmbeddings {

    /** The request in its line. */
    ObjectNode line(String customId, ObjectNode request);

    /** What the provider answered on a result line; missing unless it answered with success. */
    JsonNode success(JsonNode line);

    /** For chats, and responses by way of chats. */
    non-sealed interface OfChat extends Form {

        Takes takes();

        /** Refuses what only a look at the whole request shows. */
        ObjectNode request(Chat chat, Refusals refused);

        Said said(JsonNode success);
    }

    /** For vectors of texts. */
    non-sealed interface OfEmbeddings extends Form {

        /** As errors name it. */
        String provider();

        /** How many texts a request can carry. */
        int mostTexts();

        ObjectNode request(Texts texts, Refusals refused);

        /** The vectors, lists of numbers, in the order of the texts. */
        List<JsonNode> vectors(JsonNode success);
    }

    /**
     * A request for vectors.
     *
     * @param dimensions missing if not said
     */
    record Texts(List<String> texts, JsonNode dimensions) {}
}
