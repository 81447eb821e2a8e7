package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;

/** The one field that no batch can honour. */
public final class Streams {
    private Streams() {}

    public static void refuse(JsonNode stream, Refusals refused) {
        if (!stream.isMissingNode() && !stream.isNull() && !(stream.isBoolean() && !stream.asBoolean())) {
            refused.add("stream", "batches don't stream: leave it out, or say false");
        }
    }
}
