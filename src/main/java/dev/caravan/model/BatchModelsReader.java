package dev.caravan.model;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads batch models. */
final class BatchModelsReader {
    private final CredentialsReader credentials;
    private final ProtocolFacts protocols;
    private final Map<String, BatchModel> models = new LinkedHashMap<>();

    BatchModelsReader(CredentialsReader credentials, ProtocolFacts protocols) {
        this.credentials = credentials;
        this.protocols = protocols;
    }

    /** All of these that can be read, by name. */
    Map<String, BatchModel> read(Map<String, YamlValue> given) {
        given.forEach(this::model);
        given.forEach((name, value) -> checkStandIn(name, value, given.keySet()));
        return models;
    }

    private void model(String name, YamlValue value) {
        YamlMap map = value.map();
        map.allow("credential", "model", "endpoint", "thinking", "parameters", "too-few", "workspaces");
        Names.check("batch model", name, value);
        Map<String, Object> parameters = new LinkedHashMap<>();
        map.get("parameters")
                .map()
                .values()
                .forEach((key, parameter) -> parameter.plain().ifPresent(plain -> parameters.put(key, plain)));
        Optional<Credential> credential =
                credentials.usable(map.get("credential").required());
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
}
