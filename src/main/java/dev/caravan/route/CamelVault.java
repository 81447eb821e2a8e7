package dev.caravan.route;

import dev.caravan.model.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Secrets by Camel's property functions: {@code aws}, {@code gcp}, {@code azure}, {@code hashicorp}, {@code kubernetes}, … */
final class CamelVault implements Vault {
    /** Vaults bill every look, and a call to a provider needs one. */
    static final Duration KEPT = Duration.ofMinutes(1);

    private final ObjectProvider<CamelContext> camel;
    private final InstantSource clock;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    CamelVault(ObjectProvider<CamelContext> camel, InstantSource clock) {
        this.camel = camel;
        this.clock = clock;
    }

    private record Found(String value, Instant until) {
        @Override
        public String toString() {
            return "***";
        }
    }

    @Override
    public String secret(String name) {
        Found kept = found.get(name);
        if (kept == null || !clock.instant().isBefore(kept.until())) {
            kept = new Found(look(name), clock.instant().plus(KEPT));
            found.put(name, kept);
        }
        return kept.value();
    }

    private String look(String name) {
        String value;
        try {
            CamelContext context = camel.getObject();
            String vault = name.substring(2, name.indexOf(':'));
            // Without this, Camel would take what stands behind the colon for the value.
            if (context.getPropertiesComponent().getPropertiesFunction(vault) == null) {
                throw notFound(name, null);
            }
            value = context.resolvePropertyPlaceholders(name);
        } catch (IllegalArgumentException e) {
            throw notFound(name, e);
        }
        if (value.isBlank() || value.equals(name)) {
            throw new IllegalStateException("The secret " + name + " is empty");
        }
        return value.strip();
    }

    private static IllegalStateException notFound(String name, @Nullable Throwable cause) {
        return new IllegalStateException(
                "The secret " + name
                        + " was not found. Its vault is a Camel property function: is its library on the"
                        + " class path, and is it configured (camel.vault.*)?",
                cause);
    }
}
