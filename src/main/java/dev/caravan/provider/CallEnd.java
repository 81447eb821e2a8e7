package dev.caravan.provider;

import java.util.Locale;

/** How a call to a provider ended: the kinds of {@link Failure}, a success, or no whole answer at all. */
public enum CallEnd {
    OK,
    TRANSIENT,
    QUOTA,
    AUTH,
    INVALID_REQUEST,
    FATAL,
    /** Not sent, not answered, or broken off. */
    NETWORK;

    public static CallEnd of(Failure.Kind kind) {
        return valueOf(kind.name());
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
