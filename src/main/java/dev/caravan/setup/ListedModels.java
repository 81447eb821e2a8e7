package dev.caravan.setup;

import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.ModelFacts;
import dev.caravan.provider.KnownModels;
import dev.caravan.provider.ModelList;
import dev.caravan.provider.ModelLists;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What providers listed last for our credentials, for whoever chooses a model or asks whether theirs is still there. */
public final class ListedModels {
    private final SetupDesk desk;
    private final ModelLists lists;

    ListedModels(SetupDesk desk, ModelLists lists) {
        this.desk = desk;
        this.lists = lists;
    }

    /** A name that a batch model may take. @param facts null where providers.yaml does not know it */
    public record Name(String name, @Nullable ModelFacts facts) {}

    /**
     * What to choose from.
     *
     * @param asked when the provider was asked; null if the names are those of providers.yaml alone
     * @param hasNames whether what the provider lists are names that a batch model takes
     */
    public record Choice(@Nullable Instant asked, boolean hasNames, List<Name> names) {
        public Choice {
            names = List.copyOf(names);
        }
    }

    /** The last list of a credential, unless the credential was changed since: it may be another account by now. */
    public Optional<ModelList> of(String credential) {
        return since(credential, desk.find(Kind.CREDENTIAL, credential).orElse(null));
    }

    private Optional<ModelList> since(String credential, @Nullable Shown made) {
        Instant changed = made == null ? Instant.EPOCH : made.changed().at();
        return lists.of(credential).filter(list -> !list.asked().isBefore(changed));
    }

    /** Whether the last list has the model; empty where nobody asked yet, or what is listed are no names of models. */
    public Optional<Boolean> offers(BatchModel model) {
        return names(model.credential()).map(list -> KnownModels.isListed(model.model(), list));
    }

    /** The same for many, by their names; those of which nobody knows are left out. */
    public Map<String, Boolean> offered(Collection<BatchModel> models) {
        Map<String, Shown> made = desk.all(Kind.CREDENTIAL);
        Map<String, Boolean> offered = new HashMap<>();
        for (BatchModel model : models) {
            Credential credential = model.credential();
            if (lists.hasNames(credential)) {
                since(credential.name(), made.get(credential.name()))
                        .ifPresent(list -> offered.put(model.name(), KnownModels.isListed(model.model(), list)));
            }
        }
        return offered;
    }

    /** Names that a batch model of the credential may take, with what is known of each. */
    public Choice choice(Credential credential) {
        Optional<ModelList> list = names(credential);
        return new Choice(
                list.map(ModelList::asked).orElse(null),
                lists.hasNames(credential),
                KnownModels.of(credential.provider(), list).stream()
                        .map(name ->
                                new Name(name, credential.provider().facts(name).orElse(null)))
                        .toList());
    }

    private Optional<ModelList> names(Credential credential) {
        return lists.hasNames(credential) ? of(credential.name()) : Optional.empty();
    }
}
