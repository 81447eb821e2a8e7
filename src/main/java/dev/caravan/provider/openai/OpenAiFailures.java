package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import java.time.Clock;
import java.util.Set;

/** Says what an answer other than the hoped-for one means. */
final class OpenAiFailures {
    /** Refused for certain, if the answer is in the provider's own error shape (protocol rule 6). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 413, 422, 429);

    private final Clock clock;

    OpenAiFailures(Clock clock) {
        this.clock = clock;
    }

    Failure of(Reply reply) {
        JsonNode error = error(reply);
        boolean own = error.path("message").isTextual();
        String code = code(error, reply.status());
        return new Failure(
                kind(reply, code),
                own && REFUSALS.contains(reply.status()),
                code,
                own ? error.path("message").asText() : foreign(reply),
                RetryAfter.of(reply, clock),
                error.path("line").asInt(0));
    }

    private static Kind kind(Reply reply, String code) {
        if (Codes.quota(code)) {
            return Kind.QUOTA;
        }
        if (reply.header("x-should-retry").filter("true"::equals).isPresent()) {
            return Kind.TRANSIENT;
        }
        int status = reply.status();
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 408, 409, 429 -> Kind.TRANSIENT;
            case 400, 404, 413, 422 -> Kind.INVALID_REQUEST;
            default -> reply.ok() || status >= 500 ? Kind.TRANSIENT : Kind.FATAL;
        };
    }

    private static JsonNode error(Reply reply) {
        JsonNode json = reply.json();
        return json == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : json.path("error");
    }

    private static String code(JsonNode error, int status) {
        for (String field : new String[] {"code", "type"}) {
            String code = error.path(field).asText("");
            if (!code.isBlank() && !code.equals("null")) {
                return code;
            }
        }
        return "http_" + status;
    }

    private static String foreign(Reply reply) {
        String text = reply.text().strip();
        String start = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        return "HTTP " + reply.status() + " without the provider's own error: "
                + (start.isEmpty() ? "empty body" : start);
    }
}
