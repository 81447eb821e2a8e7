package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code providers.yaml} and {@code models.yaml}. */
public final class ModelsReader {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private static final String SIMULATOR = "simulator";

    private final Map<String, Provider> providers;
    private final ProtocolFacts protocols;
    private final Placeholders placeholders;
    private final Map<String, Credential> credentials = new LinkedHashMap<>();
    private final Set<String> brokenCredentials = new LinkedHashSet<>();
    private final Map<String, BatchModel> models = new LinkedHashMap<>();

    private ModelsReader(Map<String, Provider> providers, ProtocolFacts protocols, Placeholders placeholders) {
        this.providers = providers;
        this.protocols = protocols;
        this.placeholders = placeholders;
    }

    /**
     * Reads what can be read; everything else is a problem. A secret whose variable is not set is absent, which is a
     * problem only for the tasks that use it.
     *
     * @param configDir folder that holds both files
     */
    public static Models read(Path configDir, ProtocolFacts protocols, Placeholders placeholders, Problems problems) {
        ModelsReader reader = new ModelsReader(
                ProvidersReader.read(configDir, protocols, placeholders, problems), protocols, placeholders);
        YamlFile.read(configDir.resolve("models.yaml"), placeholders, problems).ifPresent(reader::file);
        return new Models(reader.providers, reader.credentials, reader.models);
    }

    private void file(YamlMap file) {
        file.allow("credentials", "batch-models");
        file.get("credentials").required().map().values().forEach(this::credential);
        Map<String, YamlValue> given = file.get("batch-models").required().map().values();
        given.forEach(this::model);
        given.forEach((name, value) -> checkStandIn(name, value, given.keySet()));
    }

    private void credential(String name, YamlValue value) {
        YamlMap map = value.map();
        map.allow("provider", "secret", "base-url", "query", "settings", "enqueued-tokens", "webhook-secret");
        checkName("credential", name, value);
        Optional<Provider> provider = provider(map.get("provider").required());
        boolean simulated =
                provider.map(Provider::name).filter(ModelsReader::isSimulator).isPresent();
        boolean needed = provider.map(Provider::wire)
                .map(Wire::auth)
                .map(Auth::needsSecret)
                .orElse(true);
        YamlValue given = needed ? map.get("secret").required() : map.get("secret");
        Secret secret = SecretReader.read(name, "secret", simulated, given, placeholders);
        String baseUrl = ProvidersReader.baseUrl(map.get("base-url"))
                .orElse(provider.map(Provider::baseUrl).orElse(""));
        Map<String, String> query = WireReader.query(map.get("query"));
        Map<String, Long> enqueued = enqueued(map.get("enqueued-tokens"));
        provider.ifPresentOrElse(
                known -> {
                    Credential made = new Credential(
                            name,
                            known.withQuery(query),
                            baseUrl,
                            secret,
                            settings(known, map.get("settings")),
                            enqueued,
                            webhookSecret(name, simulated, map));
                    credentials.put(name, made);
                    problems(made).forEach(problem -> value.problem(problem, ""));
                },
                () -> brokenCredentials.add(name));
    }

    private @Nullable Secret webhookSecret(String name, boolean simulated, YamlMap map) {
        YamlValue given = map.get("webhook-secret");
        return given.raw().isEmpty() ? null : SecretReader.read(name, "webhook-secret", simulated, given, placeholders);
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

    private void model(String name, YamlValue value) {
        YamlMap map = value.map();
        map.allow("credential", "model", "endpoint", "thinking", "parameters", "too-few", "workspaces");
        checkName("batch model", name, value);
        Map<String, Object> parameters = new LinkedHashMap<>();
        map.get("parameters")
                .map()
                .values()
                .forEach((key, parameter) -> parameter.plain().ifPresent(plain -> parameters.put(key, plain)));
        Optional<Credential> credential = usable(map.get("credential").required());
        Optional<String> model = map.get("model").required().text();
        String thinking = map.get("thinking").text().orElse(null);
        Optional<String> endpoint = credential.isPresent() && model.isPresent()
                ? endpoint(credential.get().provider(), model.get(), map.get("endpoint"))
                : Optional.empty();
        if (endpoint.isPresent()) {
            Ability ability = Objects.requireNonNull(
                    endpoints(credential.orElseThrow().provider()).get(endpoint.get()));
            BatchModel made = new BatchModel(
                    name,
                    credential.orElseThrow(),
                    model.orElseThrow(),
                    endpoint.get(),
                    ability,
                    thinking,
                    parameters,
                    tooFew(map.get("too-few")),
                    Set.copyOf(Workspace.names(map)));
            made.facts().ifPresent(facts -> ModelChecks.check(made, facts, map));
            models.put(name, made);
        }
    }

    /** The one named, else the first that the model has, else the protocol's usual one for chat. */
    private Optional<String> endpoint(Provider provider, String model, YamlValue value) {
        Map<String, Ability> known = endpoints(provider);
        Optional<String> named = value.text();
        if (named.isPresent() && !known.containsKey(named.get())) {
            value.problem(
                    "Protocol " + provider.protocol() + " has no batch endpoint \"" + named.get() + "\"",
                    Suggestion.allowed(named.get(), known.keySet()));
            return Optional.empty();
        }
        return named.or(() -> provider.facts(model)
                        .flatMap(facts -> facts.endpoints().stream()
                                .filter(known::containsKey)
                                .findFirst()))
                .or(() -> known.keySet().stream().findFirst());
    }

    private Map<String, Ability> endpoints(Provider provider) {
        return provider.protocol().isEmpty() ? Map.of() : protocols.endpoints(provider.protocol());
    }

    private static TooFew tooFew(YamlValue value) {
        YamlMap map = value.map();
        map.allow("wait", "then");
        return new TooFew(
                map.get("wait").duration(TooFew.DEFAULT.waiting()),
                map.get("then").text(TooFew.HOLD));
    }

    /** Only one step: a model that stands in must take any number itself. */
    private void checkStandIn(String name, YamlValue value, Set<String> names) {
        YamlValue then = value.map().get("too-few").map().get("then");
        String other = then.text(TooFew.HOLD);
        if (other.equals(TooFew.HOLD)) {
            return;
        }
        if (!names.contains(other)) {
            then.problem("Unknown batch model \"" + other + "\"", Suggestion.known(names) + ", or hold");
            return;
        }
        BatchModel model = models.get(other);
        if (model != null && model.credential().provider().limits().least() > 1) {
            then.problem(
                    "Batch model \"" + other + "\" can't stand in for \"" + name + "\": its provider wants at least "
                            + model.credential().provider().limits().least() + " records too",
                    "Name one of a provider without a least number, or hold");
        }
    }

    private Optional<Credential> usable(YamlValue value) {
        return value.text().flatMap(name -> {
            if (!credentials.containsKey(name) && !brokenCredentials.contains(name)) {
                value.problem("Unknown credential \"" + name + "\"", Suggestion.known(credentials.keySet()));
            }
            return Optional.ofNullable(credentials.get(name));
        });
    }

    /** {@code simulator} and {@code simulator-<protocol>}: their keys are no secrets. */
    private static boolean isSimulator(String provider) {
        return provider.equals(SIMULATOR) || provider.startsWith(SIMULATOR + "-");
    }

    private static void checkName(String kind, String name, YamlValue value) {
        if (!name.matches(NAME)) {
            value.problem(
                    "\"" + name + "\" can't be the name of a " + kind,
                    "Use lower-case letters, digits and -, at most 63 characters");
        }
    }
}
