package dev.caravan.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A file at the provider.
 *
 * @param name {@code files/…}
 * @param state PROCESSING, ACTIVE or FAILED
 */
record GeminiFile(String name, String state, String trouble) {

    /** Null if the document is no file. A file without a state is usable. */
    static @Nullable GeminiFile in(@Nullable JsonNode json) {
        String name = json == null ? "" : json.path("name").asText("");
        if (json == null || !name.matches("files/[A-Za-z0-9_-]{1,200}")) {
            return null;
        }
        return new GeminiFile(
                name,
                json.path("state").asText("ACTIVE"),
                json.path("error").path("message").asText("no reason given"));
    }
}
