package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import dev.caravan.provider.chat.Codes;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what an answer other than the hoped-for one means. */
final class OpenAiFailures {
    /** Refused for certain, if the answer is in the provider's own error shape (protocol rule 6). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 413, 422, 429);

    private final Clock clock;

    OpenAiFailures(Clock clock) {
        this.clock = clock;
    }

    Failure of(Reply reply, Map<String, String> settings) {
        ErrorBody error = ErrorBody.of(reply.json(), new Dialect(settings));
        String code = error.code(reply.status());
        String message = error.message();
        return new Failure(
                kind(reply, settings),
                message != null && REFUSALS.contains(reply.status()),
                code,
                message == null ? foreign(reply) : message,
                RetryAfter.of(reply, clock),
                error.line());
    }

    /** Whether an answer says, in the provider's own words, that there is no such thing. */
    boolean absent(Reply reply, Map<String, String> settings) {
        return reply.status() == 404
                && ErrorBody.of(reply.json(), new Dialect(settings)).message() != null;
    }

    static Kind kind(Reply reply, Map<String, String> settings) {
        ErrorBody error = ErrorBody.of(reply.json(), new Dialect(settings));
        String code = error.code(reply.status());
        String message = error.message();
        // Azure refuses what is over its queue with a 400, in some regions without the code.
        if (Codes.quota(code) || (message != null && message.contains("token_limit_exceeded"))) {
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

    private static String foreign(Reply reply) {
        String text = reply.text().strip();
        String start = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        return "HTTP " + reply.status() + " without the provider's own error: "
                + (start.isEmpty() ? "empty body" : start);
    }

    /** An error in one of the shapes that this provider uses. */
    private record ErrorBody(JsonNode node, @Nullable String message) {

        static ErrorBody of(@Nullable JsonNode json, Dialect dialect) {
            JsonNode none = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
            if (json == null) {
                return new ErrorBody(none, null);
            }
            JsonNode error = json.path("error");
            if (error.path("message").isTextual()) {
                return new ErrorBody(error, error.path("message").asText());
            }
            if (error.isTextual() && dialect.is(OpenAiSettings.ERROR_SHAPE, "text")) {
                return new ErrorBody(none, error.asText());
            }
            if (dialect.is(OpenAiSettings.ERROR_SHAPE, "flat")) {
                for (String field : new String[] {"message", "error_message", "detail"}) {
                    if (json.path(field).isTextual()) {
                        return new ErrorBody(json, json.path(field).asText());
                    }
                }
            }
            return new ErrorBody(error, null);
        }

        String code(int status) {
            for (String field : new String[] {"code", "error_code", "type"}) {
                String code = node.path(field).asText("");
                if (!code.isBlank() && !code.equals("null")) {
                    return code;
                }
            }
            return "http_" + status;
        }

        int line() {
            return node.path("line").asInt(0);
        }
    }
}
