package dev.caravan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Whole requests of callers, bodies in OpenAI's words, to a provider's request lines and its result lines back. Made once
 * for a {@link RequestShape}; thread-safe; keeps nothing of what is said in a request.
 */
public interface Whole {

    /**
     * Why this request can't be sent as it is, one entry for each thing that has no translation, at most 20; empty if it
     * can. Asked before anything is sent. What {@link #write} leaves out (bookkeeping such as {@code user}) is no problem.
     */
    List<Refusal> problems(JsonNode body);

    /** What requests of one file must have in common at this provider: others go in another batch. The same text for all if nothing. */
    default String kind(JsonNode body) {
        return "";
    }

    /**
     * Writes one whole request line, line feed included.
     *
     * @throws IllegalArgumentException if the body has {@link #problems}; nothing is written then
     */
    void write(String customId, JsonNode body, OutputStream out) throws IOException;

    /**
     * What the caller gets, in the shape of the endpoint that he asked for. A line that says a failure, or is not
     * understood, becomes OpenAI's {@code {"error": {…}}}; never an exception.
     *
     * @param body the request that was sent: answers repeat some of it
     * @param created the time of the answer where the provider does not tell one
     */
    Answer answer(JsonNode body, byte[] resultLine, Instant created);

    /**
     * A field that can't be translated.
     *
     * @param field where it is in the body: {@code messages[2].content[0].image_url}; empty for the body itself
     * @param reason a sentence without a name of the field before it
     */
    record Refusal(String field, String reason) {
        @Override
        public String toString() {
            return field.isEmpty() ? reason : field + ": " + reason;
        }
    }

    /**
     * An answer as OpenAI would give it.
     *
     * @param status of HTTP; 200 if the provider answered
     */
    record Answer(int status, ObjectNode body) {}
}
