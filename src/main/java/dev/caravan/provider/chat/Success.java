package dev.caravan.provider.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The body of an answer, if a result line holds one that is no failure. */
public final class Success {
    private Success() {}

    /** Missing if it holds none. A response without a wrapper is the body itself. */
    public static JsonNode of(JsonNode line) {
        JsonNode response = line.path("response");
        boolean wrapped = response.has("body") || response.has("status_code");
        JsonNode body = wrapped ? response.path("body") : response;
        boolean fine = (!wrapped || response.path("status_code").asInt() == 200)
                && !line.hasNonNull("error")
                && !body.hasNonNull("error");
        boolean answers = body.path("choices").has(0)
                || body.path("output").isArray()
                || body.path("data").has(0);
        return fine && answers ? body : MissingNode.getInstance();
    }
}
