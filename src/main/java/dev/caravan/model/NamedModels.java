package dev.caravan.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What callers of a workspace may name as a model: a batch model, or {@code provider/model} where that is one account. */
public final class NamedModels {
    private static final int MOST_NAMED = 20;

    private final Models models;
    private final ProtocolFacts protocols;

    public NamedModels(Models models, ProtocolFacts protocols) {
        this.models = models;
        this.protocols = protocols;
    }

    /**
     * What a name stands for.
     *
     * @param model null if it stands for nothing that can be used
     * @param why a sentence for whoever named it; empty if there is a model
     */
    public record Found(@Nullable BatchModel model, String why) {}

    /** The batch models of a workspace, in the order of the file. */
    public List<BatchModel> of(String workspace) {
        return models.models().values().stream()
                .filter(model -> model.isFor(workspace))
                .toList();
    }

    /**
     * Looks a name up.
     *
     * @param ability what is asked of it
     * @param endpoint the one to use if the provider has it; else its usual one of that ability
     */
    public Found find(String workspace, String name, Ability ability, String endpoint) {
        BatchModel model = models.models().get(name);
        if (model != null && model.isFor(workspace)) {
            return usable(model, ability);
        }
        int slash = name.indexOf('/');
        Provider provider = slash < 0 ? null : models.providers().get(name.substring(0, slash));
        return provider == null
                ? unknown(workspace, name)
                : ofProvider(workspace, provider, name, new Wanted(name.substring(slash + 1), ability, endpoint));
    }

    /** Whether the requests of other workspaces run in the account of this model. */
    public boolean isShared(BatchModel model, String workspace) {
        return models.models().values().stream()
                .filter(one -> one.credential().name().equals(model.credential().name()))
                .anyMatch(one -> !one.workspaces().equals(Set.of(workspace)));
    }

    /** What is asked for behind the slash. */
    private record Wanted(String model, Ability ability, String endpoint) {}

    private Found ofProvider(String workspace, Provider provider, String name, Wanted wanted) {
        List<BatchModel> there = of(workspace).stream()
                .filter(one -> one.credential().provider().name().equals(provider.name()))
                .toList();
        Map<String, Credential> credentials = there.stream()
                .map(BatchModel::credential)
                .collect(Collectors.toMap(Credential::name, one -> one, (one, same) -> one));
        if (credentials.isEmpty()) {
            return unknown(workspace, name);
        }
        if (!provider.about().abilities().contains(wanted.ability())) {
            return new Found(null, none(provider, wanted.ability()));
        }
        if (credentials.size() > 1) {
            return new Found(
                    null,
                    "is not one account: this workspace has several at " + provider.name()
                            + ". Name a batch model instead: " + names(there));
        }
        boolean known = provider.facts(wanted.model()).isPresent()
                || there.stream().anyMatch(one -> one.model().equals(wanted.model()));
        if (!known) {
            return new Found(
                    null,
                    "is a model that is not known for " + provider.name() + ". Known: "
                            + provider.models().keySet().stream()
                                    .limit(MOST_NAMED)
                                    .collect(Collectors.joining(", "))
                            + ". Whoever runs Caravan adds others to providers.yaml or models.yaml");
        }
        String endpoint = endpoint(provider, wanted);
        if (endpoint.isEmpty()) {
            return new Found(null, none(provider, wanted.ability()));
        }
        return usable(
                new BatchModel(
                        name,
                        credentials.values().iterator().next(),
                        wanted.model(),
                        endpoint,
                        wanted.ability(),
                        null,
                        Map.of(),
                        TooFew.DEFAULT,
                        Set.of(workspace)),
                wanted.ability());
    }

    /** The one that its facts name, where they name any of that ability. */
    private String endpoint(Provider provider, Wanted wanted) {
        Map<String, Ability> all = protocols.endpoints(provider.protocol());
        Set<String> its = provider.facts(wanted.model())
                .map(ModelFacts::endpoints)
                .filter(some -> !some.isEmpty())
                .orElse(all.keySet());
        List<String> fitting = all.entrySet().stream()
                .filter(one -> one.getValue() == wanted.ability() && its.contains(one.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (fitting.contains(wanted.endpoint())) {
            return wanted.endpoint();
        }
        return fitting.isEmpty() ? "" : fitting.get(0);
    }

    private static Found usable(BatchModel model, Ability ability) {
        Provider provider = model.credential().provider();
        String why = !provider.about().abilities().contains(ability)
                ? none(provider, ability)
                : model.ability() != ability
                        ? "is for " + model.ability().word() + ", and this asks for " + ability.word()
                        : !model.credential().isUsable()
                                ? "can't be used now: the secret of its credential is not set"
                                : "";
        return why.isEmpty() ? new Found(model, "") : new Found(null, why);
    }

    /** The same sentence for every provider and ability. */
    private static String none(Provider provider, Ability ability) {
        return provider.about().title() + " does not have "
                + (ability == Ability.EMBEDDINGS ? "embedding" : ability.word()) + ".";
    }

    private Found unknown(String workspace, String name) {
        String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        return new Found(null, "is no model here: \"" + shown + "\". Known: " + names(of(workspace)));
    }

    private static String names(List<BatchModel> some) {
        return some.isEmpty()
                ? "none"
                : some.stream().limit(MOST_NAMED).map(BatchModel::name).collect(Collectors.joining(", "));
    }
}
