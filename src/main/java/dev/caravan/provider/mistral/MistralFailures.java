package dev.caravan.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what an answer other than the hoped-for one means. */
final class MistralFailures {
    /** Refused for certain, if the answer is in the provider's own error shape (protocol rule 6). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 413, 422, 429);

    private final Clock clock;

    MistralFailures(Clock clock) {
        this.clock = clock;
    }

    Failure of(Reply reply) {
        String message = message(reply.json());
        return new Failure(
                kind(reply),
                message != null && REFUSALS.contains(reply.status()),
                code(reply),
                message == null ? foreign(reply) : message,
                RetryAfter.of(reply, clock),
                0);
    }

    /** Whether an answer says, in the provider's own words, that there is no such thing. */
    static boolean absent(Reply reply) {
        return reply.status() == 404 && message(reply.json()) != null;
    }

    static Kind kind(Reply reply) {
        int status = reply.status();
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 402 -> Kind.QUOTA;
            case 408, 409, 429 -> Kind.TRANSIENT;
            case 400, 404, 413, 422 -> Kind.INVALID_REQUEST;
            default -> reply.ok() || status >= 500 ? Kind.TRANSIENT : Kind.FATAL;
        };
    }

    /** {@code message} as text or around {@code detail}, or {@code detail} alone: a text, or a list of what is wrong where. */
    private static @Nullable String message(@Nullable JsonNode json) {
        if (json == null) {
            return null;
        }
        JsonNode message = json.path("message");
        if (message.isTextual()) {
            return message.asText();
        }
        JsonNode detail = message.isObject() ? message.path("detail") : json.path("detail");
        if (detail.isTextual()) {
            return detail.asText();
        }
        JsonNode first = detail.path(0);
        return first.path("msg").isTextual() ? first.path("msg").asText() + " at " + place(first.path("loc")) : null;
    }

    private static String place(JsonNode location) {
        StringBuilder place = new StringBuilder();
        location.forEach(part -> place.append(place.isEmpty() ? "" : ".").append(part.asText()));
        return place.toString();
    }

    private static String code(Reply reply) {
        JsonNode json = reply.json();
        String type = json == null ? "" : json.path("type").asText("");
        return type.isBlank() ? "http_" + reply.status() : type;
    }

    private static String foreign(Reply reply) {
        String text = reply.text().strip();
        String start = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        return "HTTP " + reply.status() + " without the provider's own error: "
                + (start.isEmpty() ? "empty body" : start);
    }
}
