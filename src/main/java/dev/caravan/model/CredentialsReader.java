package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads credentials. Those that can't be used are remembered, so that nobody is told that they are not there. */
final class CredentialsReader {
    private static final String SIMULATOR = "simulator";

    private final Map<String, Provider> providers;
    private final ProtocolFacts protocols;
    private final Placeholders placeholders;
    private final Map<String, Credential> credentials = new LinkedHashMap<>();
    private final Set<String> broken = new LinkedHashSet<>();

    CredentialsReader(Map<String, Provider> providers, ProtocolFacts protocols, Placeholders placeholders) {
        this.providers = providers;
        this.protocols = protocols;
        this.placeholders = placeholders;
    }

    /** Another one that knows what this one knows by now. */
    CredentialsReader copy() {
        var copy = new CredentialsReader(providers, protocols, placeholders);
        copy.credentials.putAll(credentials);
        copy.broken.addAll(broken);
        return copy;
    }

    Map<String, Provider> providers() {
        return providers;
    }

    Placeholders placeholders() {
        return placeholders;
    }

    Map<String, Credential> credentials() {
        return credentials;
    }

    /** Looks up what a batch model names; one that was read with problems is empty without another. */
    Optional<Credential> usable(YamlValue value) {
        return value.text().flatMap(name -> {
            if (!credentials.containsKey(name) && !broken.contains(name)) {
                value.problem("Unknown credential \"" + name + "\"", Suggestion.known(credentials.keySet()));
            }
            return Optional.ofNullable(credentials.get(name));
        });
    }

    /** One of a file, whose secrets are placeholders. */
    void file(String name, YamlValue value) {
        YamlMap map = value.map();
        map.allow("provider", "secret", "base-url", "query", "settings", "enqueued-tokens", "webhook-secret");
        read(name, value, (key, simulated) -> {
            YamlValue given = map.get(key);
            return given.raw().isEmpty() ? null : SecretReader.read(name, key, simulated, given, placeholders);
        });
    }

    /** One that was made elsewhere, with secrets that are none of its body's. */
    void made(MadeEntry entry, YamlValue value) {
        value.map().allow("provider", "base-url", "query", "settings", "enqueued-tokens");
        read(entry.name(), value, (key, simulated) -> entry.secrets().get(key));
    }

    private interface Secrets {
        @Nullable
        Secret of(String key, boolean simulated);
    }

    private void read(String name, YamlValue value, Secrets secrets) {
        YamlMap map = value.map();
        Names.check("credential", name, value);
        Provider provider = provider(map.get("provider").required()).orElse(null);
        boolean simulated = provider != null && isSimulator(provider.name());
        Secret secret = secrets.of("secret", simulated);
        if (secret == null) {
            boolean needed = provider == null || provider.wire().auth().needsSecret();
            secret = Secret.absent("");
            if (needed) {
                map.get("secret").required();
            }
        }
        String baseUrl =
                ProvidersReader.baseUrl(map.get("base-url")).orElse(provider == null ? "" : provider.baseUrl());
        Map<String, String> query = WireReader.query(map.get("query"));
        Map<String, Long> enqueued = enqueued(map.get("enqueued-tokens"));
        if (provider == null) {
            broken.add(name);
            return;
        }
        Credential made = new Credential(
                name,
                provider.withQuery(query),
                baseUrl,
                secret,
                settings(provider, map.get("settings")),
                enqueued,
                secrets.of("webhook-secret", simulated));
        credentials.put(name, made);
        problems(made).forEach(problem -> value.problem(problem, ""));
    }

    private static Map<String, Long> enqueued(YamlValue value) {
        Map<String, Long> tokens = new LinkedHashMap<>();
        value.map().values().forEach((model, most) -> tokens.put(model, most.count(Limits.ANY)));
        return tokens;
    }

    private List<String> problems(Credential credential) {
        String protocol = credential.provider().protocol();
        return protocol.isEmpty() ? List.of() : protocols.problems(protocol, credential);
    }

    private Map<String, String> settings(Provider provider, YamlValue value) {
        return provider.protocol().isEmpty()
                ? Map.of()
                : SettingsReader.complete(
                        value.map(), provider.settings(), protocols.settings(provider.protocol()), value);
    }

    private Optional<Provider> provider(YamlValue value) {
        return value.text().flatMap(name -> {
            Optional<Provider> provider =
                    Optional.ofNullable(providers.get(name)).or(() -> titled(name));
            if (provider.isEmpty()) {
                value.problem("Unknown provider \"" + name + "\"", Suggestion.known(providers.keySet()));
            }
            return provider;
        });
    }

    private Optional<Provider> titled(String title) {
        return providers.values().stream()
                .filter(provider -> provider.about().title().equalsIgnoreCase(title))
                .findFirst();
    }

    /** {@code simulator} and {@code simulator-<protocol>}: their keys are no secrets. */
    private static boolean isSimulator(String provider) {
        return provider.equals(SIMULATOR) || provider.startsWith(SIMULATOR + "-");
    }
}
