package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what an answer of a Google API other than the hoped-for one means. */
public final class GoogleFailures {
    /** Refused for certain, if the answer is in Google's own error shape (protocol rule 6). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 413, 422, 429);

    private static final Pattern LINE = Pattern.compile("(?i)error on line (\\d{1,9})\\b");
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Clock clock;

    public GoogleFailures(Clock clock) {
        this.clock = clock;
    }

    public Failure of(Reply reply) {
        JsonNode error = error(reply);
        boolean named = isNamed(reply, error);
        String word = word(reply, error);
        String message = error.path("message").asText("");
        return new Failure(
                kind(reply),
                named && REFUSALS.contains(reply.status()),
                word,
                message.isBlank() ? foreign(reply) : message,
                wait(reply, error),
                line(message));
    }

    /** What an error object in a job means: the whole job failed. */
    public static Failure ofJob(JsonNode error) {
        String word =
                Rpc.word(error.path("status").asText(""), error.path("code").asInt(0));
        String message = error.path("message").asText("The provider failed the batch without saying why");
        Kind kind = switch (Rpc.outcome(word)) {
            case INVALID_REQUEST -> Kind.INVALID_REQUEST;
            case AUTH -> Kind.AUTH;
            case QUOTA -> Kind.QUOTA;
            default -> error.isObject() ? Kind.TRANSIENT : Kind.FATAL;
        };
        return new Failure(kind, true, word, message, null, line(message));
    }

    private static boolean isNamed(Reply reply, JsonNode error) {
        return !reply.ok()
                && error.path("message").isTextual()
                && (error.path("code").isNumber() || error.path("status").isTextual());
    }

    private static String word(Reply reply, JsonNode error) {
        return isNamed(reply, error)
                ? Rpc.word(error.path("status").asText(""), reply.status())
                : "http_" + reply.status();
    }

    public static Kind kind(Reply reply) {
        JsonNode error = error(reply);
        int status = reply.status();
        String word = word(reply, error);
        if (status == 401 || status == 403 || aboutTheAccount(word, error)) {
            return Kind.AUTH;
        }
        return switch (status) {
            case 400, 404, 413, 422 -> Kind.INVALID_REQUEST;
            case 429 -> Kind.QUOTA;
            case 408, 409 -> Kind.TRANSIENT;
            default -> status < 300 || status >= 500 ? Kind.TRANSIENT : Kind.FATAL;
        };
    }

    /** A wrong key, a place or a plan that is not served is a 400 too, but no request is at fault. */
    private static boolean aboutTheAccount(String word, JsonNode error) {
        if (word.equals("FAILED_PRECONDITION")) {
            return true;
        }
        for (JsonNode detail : error.path("details")) {
            if (detail.path("reason").asText("").startsWith("API_KEY_")) {
                return true;
            }
        }
        return false;
    }

    /** The error may be wrapped in an array of one. */
    private static JsonNode error(Reply reply) {
        JsonNode json = reply.json();
        if (json == null) {
            return MissingNode.getInstance();
        }
        return (json.isArray() ? json.path(0) : json).path("error");
    }

    private @Nullable Duration wait(Reply reply, JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            String delay = detail.path("retryDelay").asText("");
            if (detail.path("@type").asText("").endsWith("RetryInfo") && delay.matches("\\d{1,9}(\\.\\d{1,9})?s")) {
                return bounded(delay);
            }
        }
        return RetryAfter.of(reply, clock);
    }

    private static @Nullable Duration bounded(String delay) {
        try {
            Duration wait = Duration.parse("PT" + delay);
            return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        } catch (DateTimeException notADuration) {
            return null;
        }
    }

    private static int line(String message) {
        Matcher matcher = LINE.matcher(message);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String foreign(Reply reply) {
        String text = reply.text().strip();
        String start = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        return "HTTP " + reply.status() + " without the provider's own error: "
                + (start.isEmpty() ? "empty body" : start);
    }
}
