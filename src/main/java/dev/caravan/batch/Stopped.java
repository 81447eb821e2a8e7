package dev.caravan.batch;

import java.util.Set;
import java.util.function.Supplier;

/** Which accounts nothing can be sent to just now. Asked for by pages and callers; the stages look for themselves. */
public final class Stopped {
    private final Supplier<Set<String>> credentials;

    /** @param credentials those that are left alone now */
    public Stopped(Supplier<Set<String>> credentials) {
        this.credentials = credentials;
    }

    /** Whether this credential was refused, or failed again and again, and has not worked since. */
    public boolean isStopped(String credential) {
        return credentials.get().contains(credential);
    }
}
