package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what an answer other than the hoped-for one means. */
final class AnthropicFailures {
    /** Refused for certain, if the answer is in the provider's own error shape (protocol rule 6). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 402, 403, 404, 413, 422, 429);

    /** Sent by the gateway before the API sees anything, and not always as JSON. */
    private static final int TOO_LARGE = 413;

    private static final String SPEND_LIMIT = "You have reached your specified";

    private static final Pattern REQUEST = Pattern.compile("^requests\\.(\\d{1,9})\\b");

    private final Clock clock;

    AnthropicFailures(Clock clock) {
        this.clock = clock;
    }

    Failure of(Reply reply) {
        JsonNode error = error(reply);
        boolean own = error.path("type").isTextual() && error.path("message").isTextual();
        String code = own ? error.path("type").asText() : code(reply.status());
        return new Failure(
                kind(reply),
                own && REFUSALS.contains(reply.status()) || reply.status() == TOO_LARGE,
                code,
                own ? error.path("message").asText() : foreign(reply),
                RetryAfter.of(reply, clock),
                own ? line(error.path("message").asText()) : 0);
    }

    /** Requests are counted from 0. */
    private static int line(String message) {
        Matcher request = REQUEST.matcher(message);
        return request.find() ? Integer.parseInt(request.group(1)) + 1 : 0;
    }

    static Kind kind(Reply reply) {
        JsonNode error = error(reply);
        int status = reply.status();
        if (status == 402 || isSpendLimit(error)) {
            return Kind.QUOTA;
        }
        String should = reply.header("x-should-retry").orElse("");
        if (should.equals("true")) {
            return Kind.TRANSIENT;
        }
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 429 -> should.equals("false") ? Kind.QUOTA : Kind.TRANSIENT;
            case 400, 404, TOO_LARGE, 422 -> Kind.INVALID_REQUEST;
            default ->
                reply.ok() || status == 408 || status == 409 || (status >= 500 && !should.equals("false"))
                        ? Kind.TRANSIENT
                        : Kind.FATAL;
        };
    }

    /** Set by the user (400) or by the organisation (429): more time alone does not help, the record is not at fault. */
    private static boolean isSpendLimit(JsonNode error) {
        return error.path("message").asText().startsWith(SPEND_LIMIT)
                || error.path("details").path("error_code").asText().equals("enforced_spend_limit_reached");
    }

    private static JsonNode error(Reply reply) {
        JsonNode json = reply.json();
        return json == null ? MissingNode.getInstance() : json.path("error");
    }

    private static String code(int status) {
        return status == TOO_LARGE ? "request_too_large" : "http_" + status;
    }

    private static String foreign(Reply reply) {
        String text = reply.text().strip();
        String start = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        return "HTTP " + reply.status() + " without the provider's own error: "
                + (start.isEmpty() ? "empty body" : start);
    }
}
