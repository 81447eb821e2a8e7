package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The look at a Signature Version 4: its form, its scope, its date, the headers that it covers. Whether it is the right
 * one nobody can say here, as any secret key will do; S3 checks its own signatures.
 */
final class Signature {
    private static final Pattern FORM = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/,\\s]+)/(\\d{8})/([a-z0-9-]+)/"
            + "([a-z0-9-]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
    private static final String BEARER = "Bearer ";

    private Signature() {}

    /** The region that a call is signed for. */
    static String region(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        Matcher form = FORM.matcher(authorization == null ? "" : authorization);
        return form.matches() ? form.group(3) : "us-east-1";
    }

    static Optional<WireError> problem(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return no(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (authorization.startsWith(BEARER)) {
            return key(authorization.substring(BEARER.length()));
        }
        Matcher form = FORM.matcher(authorization);
        if (!form.matches()) {
            return no(
                    400,
                    "IncompleteSignatureException",
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }
        if (!form.group(4).equals("bedrock")) {
            return wrong("Credential should be scoped to correct service: 'bedrock'.");
        }
        if (!REGION.matcher(form.group(3)).matches()) {
            return wrong("Credential should be scoped to a valid region.");
        }
        String date = request.getHeader("X-Amz-Date");
        if (date == null || !date.matches("\\d{8}T\\d{6}Z") || !date.startsWith(form.group(2))) {
            return wrong("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
        }
        List<String> covered = List.of(form.group(5).split(";"));
        boolean token = request.getHeader("X-Amz-Security-Token") == null || covered.contains("x-amz-security-token");
        if (!covered.contains("host") || !covered.contains("x-amz-date") || !token) {
            return wrong("'Host' or 'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
        }
        return key(form.group(1));
    }

    private static Optional<WireError> key(String id) {
        return Surface.accepts(id)
                ? Optional.empty()
                : no(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    private static Optional<WireError> wrong(String message) {
        return no(403, "InvalidSignatureException", message);
    }

    private static Optional<WireError> no(int status, String type, String message) {
        return Optional.of(new BedrockException(status, type, message).wire());
    }
}
