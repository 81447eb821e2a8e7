package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Says what it means that Amazon's client gave up on a call. */
final class BedrockFailures {
    /** Refused for certain, if the answer is in Amazon's own error shape (protocol rule 6). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 413, 422, 429);
    /** A 400 that is none: something with our token is there already, so it may be our own job. */
    private static final String CONFLICT = "ConflictException";

    private static final Set<String> RATE =
            Set.of("ThrottlingException", "TooManyRequestsException", "SlowDown", "RequestLimitExceeded");
    private static final Set<String> QUOTA = Set.of("ServiceQuotaExceededException");
    private static final Set<String> AUTH = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "ExpiredToken",
            "RequestTimeTooSkewed",
            "OptInRequired",
            "NoSuchBucket");

    private final Clock clock;

    BedrockFailures(Clock clock) {
        this.clock = clock;
    }

    /** Of a call that creates nothing, so that it does not matter whether it arrived. */
    Failure of(Throwable error) {
        return of(error, true);
    }

    /** @param sent whether the call came as far as the network */
    Failure of(Throwable error, boolean sent) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException answer) {
                return answered(answer);
            }
        }
        boolean never = !sent || neverConnected(error);
        String message = message(error);
        boolean nobody = message.contains("Unable to load credentials") || message.contains("security token");
        Kind kind = nobody ? Kind.AUTH : Kind.TRANSIENT;
        String code = nobody ? "no_credentials" : never ? "unreachable" : "no_reply";
        return new Failure(kind, never, code, message, null, 0);
    }

    private Failure answered(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        int status = error.statusCode();
        boolean own = !code.isBlank();
        String text = details == null || details.errorMessage() == null ? "no message" : details.errorMessage();
        return new Failure(
                kind(code, status),
                own && !code.equals(CONFLICT) && REFUSALS.contains(status),
                own ? code : "http_" + status,
                own ? text : "HTTP " + status + " without Amazon's own error",
                wait(details, status),
                0);
    }

    /** What an answer of the runtime other than the hoped-for one means: its word is in a header, its text in {@code message}. */
    Failure of(Reply reply) {
        String code = code(reply);
        JsonNode json = reply.json();
        String text = json == null
                ? ""
                : json.path("message").asText(json.path("Message").asText(""));
        int status = reply.status();
        return new Failure(
                kind(reply),
                !code.isEmpty() && REFUSALS.contains(status),
                code.isEmpty() ? "http_" + status : code,
                text.isEmpty() ? "HTTP " + status + " without Amazon's own error" : text,
                RetryAfter.of(reply, clock),
                0);
    }

    static Kind kind(Reply reply) {
        String code = code(reply);
        return code.equals("ModelNotReadyException") ? Kind.TRANSIENT : kind(code, reply.status());
    }

    private static String code(Reply reply) {
        return reply.header("x-amzn-errortype").orElse("").replaceFirst(":.*", "");
    }

    private static Kind kind(String code, int status) {
        if (QUOTA.contains(code)) {
            return Kind.QUOTA;
        }
        if (AUTH.contains(code)) {
            return Kind.AUTH;
        }
        if (RATE.contains(code) || code.equals(CONFLICT)) {
            return Kind.TRANSIENT;
        }
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 408, 409, 429 -> Kind.TRANSIENT;
            case 400, 404, 413, 422 -> Kind.INVALID_REQUEST;
            default -> status >= 500 ? Kind.TRANSIENT : Kind.FATAL;
        };
    }

    /** Amazon promises no Retry-After; a gateway before it may send one. */
    private @Nullable Duration wait(@Nullable AwsErrorDetails details, int status) {
        if (details == null || details.sdkHttpResponse() == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : new String[] {"retry-after", "retry-after-ms", "date"}) {
            details.sdkHttpResponse().firstMatchingHeader(name).ifPresent(value -> headers.put(name, value));
        }
        return RetryAfter.of(new Reply(status, headers, null, ""), clock);
    }

    private static boolean neverConnected(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable error) {
        return error.getClass().getSimpleName() + ": " + error.getMessage();
    }
}
