package dev.caravan.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What goes with every call to a provider.
 *
 * @param headers fixed headers, e.g. {@code anthropic-version}
 * @param query added to every URL, e.g. {@code api-version}
 * @param downloadHosts other hosts that a download may be redirected to; no secret ever goes there
 */
public record Wire(Auth auth, Map<String, String> headers, Map<String, String> query, Set<String> downloadHosts) {
    public static final Wire PLAIN = new Wire(Auth.BEARER, Map.of(), Map.of(), Set.of());

    public Wire {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        downloadHosts = Collections.unmodifiableSet(new LinkedHashSet<>(downloadHosts));
    }

    Wire withQuery(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.putAll(more);
        return new Wire(auth, headers, all, downloadHosts);
    }
}
