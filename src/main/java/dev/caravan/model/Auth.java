package dev.caravan.model;

import java.util.List;

/**
 * How a credential's secret goes with a call.
 *
 * @param header the header that bears it, empty where the scheme decides
 */
public record Auth(Scheme scheme, String header) {
    public static final Auth BEARER = new Auth(Scheme.BEARER, "Authorization");

    /** What stands before the value. */
    public enum Scheme {
        /** {@code Authorization: Bearer <secret>}. */
        BEARER,
        /** The secret alone in a header of its own, e.g. {@code x-api-key}. */
        HEADER,
        /** A short-lived Google access token as bearer; the secret is the path of a key file, or none for the machine's own identity. */
        GOOGLE,
        /** A short-lived Microsoft Entra token as bearer; the secret is a client secret. */
        ENTRA,
        /** Signed by the AWS SDK from its own credential chain; never on calls of ours. */
        AWS,
        /** Nothing. */
        NONE
    }

    static final List<String> WORDS = List.of("bearer", "google", "entra", "aws", "none");

    /** Whether a credential without a secret can work: the platform knows who we are. */
    public boolean needsSecret() {
        return scheme == Scheme.BEARER || scheme == Scheme.HEADER || scheme == Scheme.ENTRA;
    }
}
