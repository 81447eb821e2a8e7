package dev.caravan.provider;

/** Whom nobody is to be called with, whatever for: asked by clients that make their calls themselves. Thread-safe. */
@FunctionalInterface
public interface SilentCredentials {

    /** Whether a call with it must not leave. */
    boolean isSilent(String credential);
}
