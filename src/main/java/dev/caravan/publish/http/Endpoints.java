package dev.caravan.publish.http;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import dev.caravan.publish.SinkException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The receivers of {@code caravan.endpoints}. */
public final class Endpoints {
    private static final String SETTING = "caravan.endpoints";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /** What decides how a request is read and whether it is a repetition is not for settings. */
    private static final Set<String> OURS =
            Set.of("content-length", "content-type", "host", "idempotency-key", "transfer-encoding");

    private final Map<String, Endpoint> byName;

    private Endpoints(Map<String, Endpoint> byName) {
        this.byName = byName;
    }

    /** Reads the settings; says which of them can't be used, and never what is in them. */
    public static Endpoints read(Environment environment, OutgoingHosts hosts, Problems problems) {
        Map<String, Endpoint> byName = new TreeMap<>();
        Binder.get(environment)
                .bind(SETTING, Bindable.mapOf(String.class, EndpointSettings.class))
                .orElse(Map.of())
                .forEach((name, one) -> {
                    Endpoint endpoint = endpoint(name, one, hosts, problems);
                    if (endpoint != null) {
                        byName.put(name, endpoint);
                    }
                });
        return new Endpoints(byName);
    }

    private static @Nullable Endpoint endpoint(
            String name, EndpointSettings one, OutgoingHosts hosts, Problems problems) {
        String setting = SETTING + "." + name;
        if (one.url().contains("${") || one.headers().values().stream().anyMatch(value -> value.contains("${"))) {
            problems.add(setting, 0, "An environment variable that it names is not set");
            return null;
        }
        one.headers().forEach((header, value) -> {
            if (!HEADER.matcher(header).matches()
                    || !VALUE.matcher(value).matches()
                    || OURS.contains(header.toLowerCase(Locale.ROOT))) {
                problems.add(
                        setting + ".headers." + header,
                        0,
                        "Not a header that can be set",
                        "Not allowed: line ends, letters beyond ASCII, " + String.join(", ", new TreeSet<>(OURS)));
            }
        });
        URI url = url(one.url());
        if (url == null) {
            problems.add(
                    setting + ".url",
                    0,
                    "Not an address to send to",
                    "Allowed: http:// or https:// with a host, without name and password in it");
            return null;
        }
        if (!hosts.names(url.getHost())) {
            problems.add(
                    setting + ".url",
                    0,
                    "\"" + url.getHost() + "\" is not among the hosts that may be sent to",
                    "Add it to " + OutgoingHosts.SETTING);
            return null;
        }
        return new Endpoint(name, url, Map.copyOf(one.headers()));
    }

    private static @Nullable URI url(String text) {
        try {
            URI url = URI.create(text.strip());
            boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return http && url.getHost() != null && url.getUserInfo() == null ? url : null;
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** @throws SinkException if there is none of that name */
    public Endpoint named(String name) throws SinkException {
        Endpoint endpoint = byName.get(name);
        if (endpoint == null) {
            throw SinkException.forGood("there is no endpoint \"" + name + "\" in " + SETTING + ". Known: "
                    + (byName.isEmpty() ? "none" : String.join(", ", byName.keySet())));
        }
        return endpoint;
    }
}
