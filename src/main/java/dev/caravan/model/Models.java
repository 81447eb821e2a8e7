package dev.caravan.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Providers, credentials and batch models by name: those of the files in their order, then those that were made over HTTP.
 * What was made over HTTP may change while Caravan runs, and each question here is answered as of now. Thread-safe.
 */
public final class Models {
    private final Map<String, Provider> providers;
    private volatile State state;

    private record State(long revision, Map<String, Credential> credentials, Map<String, BatchModel> models) {}

    public Models(
            Map<String, Provider> providers, Map<String, Credential> credentials, Map<String, BatchModel> models) {
        this.providers = copy(providers);
        this.state = new State(0, copy(credentials), copy(models));
    }

    public Map<String, Provider> providers() {
        return providers;
    }

    public Map<String, Credential> credentials() {
        return state.credentials();
    }

    public Map<String, BatchModel> models() {
        return state.models();
    }

    /** Another number whenever credentials or batch models are not what they were. */
    public long revision() {
        return state.revision();
    }

    /** Takes the credentials and batch models of the other in the place of those here, all at once. */
    public synchronized void become(Models other) {
        State now = other.state;
        state = new State(state.revision() + 1, now.credentials(), now.models());
    }

    private static <T> Map<String, T> copy(Map<String, T> some) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(some));
    }
}
