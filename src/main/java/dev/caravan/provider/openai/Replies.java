package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.provider.Reply;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Finds what matters in answers, whatever wrapper a provider puts around it. */
final class Replies {
    /** What some providers wrap around the object that OpenAI answers with. */
    private static final String[] WRAPPERS = {"job", "data", "batch", "result"};

    private Replies() {}

    /** The file or batch of a success: the document itself, or what its wrapper holds. Missing if there is none with an id. */
    static JsonNode object(Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null) {
            return MissingNode.getInstance();
        }
        if (hasId(json)) {
            return json;
        }
        for (String wrapper : WRAPPERS) {
            if (hasId(json.path(wrapper))) {
                return json.path(wrapper);
            }
        }
        return MissingNode.getInstance();
    }

    static @Nullable String id(Reply reply) {
        JsonNode object = object(reply);
        return object.isMissingNode() ? null : object.path("id").asText();
    }

    /** Epoch second of a number or an ISO 8601 text; {@code otherwise} if it is neither. */
    static long second(JsonNode time, long otherwise) {
        if (time.isNumber()) {
            return time.asLong();
        }
        String text = time.asText("");
        try {
            return text.matches("\\d{1,12}")
                    ? Long.parseLong(text)
                    : OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException notWithOffset) {
            return instant(text, otherwise);
        }
    }

    private static long instant(String text, long otherwise) {
        try {
            return Instant.parse(text).getEpochSecond();
        } catch (DateTimeException notATime) {
            return otherwise;
        }
    }

    private static boolean hasId(JsonNode json) {
        return !json.path("id").asText("").isBlank();
    }
}
