package dev.caravan.console.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Caller;
import dev.caravan.access.Sight;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Limits;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.setup.ListedModels;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batch models as lists and pages show them. */
final class ModelViews {
    /** The page that makes one has this address. */
    static final String NEW = "new";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SetupDesk desk;
    private final ListedModels listed;
    private final Sight sight;

    ModelViews(SetupDesk desk, ListedModels listed, Sight sight) {
        this.desk = desk;
        this.listed = listed;
        this.sight = sight;
    }

    /** @param word for a badge: {@code good}, {@code bad} or {@code rest} */
    record Listed(String word, String text) {}

    /**
     * One of them.
     *
     * @param href empty where its name is that of the page that makes one
     * @param price in batches, of a million tokens; empty if nobody knows it
     * @param realTime how many times as much a real-time call costs; empty as above
     * @param tooFew what becomes of records that are too few; empty where any number will do
     * @param vanished what to do because its provider does not list it; empty if it does, or nobody knows
     */
    record View(
            String name,
            String href,
            String credential,
            String provider,
            String model,
            String thinking,
            String ability,
            String endpoint,
            String parameters,
            List<String> workspaces,
            String price,
            String realTime,
            String tooFew,
            List<String> tasks,
            Listed listed,
            String vanished,
            Origin origin) {
        boolean hasWorkspaces() {
            return !workspaces.isEmpty();
        }

        boolean hasTasks() {
            return !tasks.isEmpty();
        }
    }

    View of(HttpServletRequest request, BatchModel model) {
        return view(request, model, listed.offers(model).orElse(null), Origin.of(desk, Kind.MODEL, model.name()));
    }

    /** Reads once for all of them. */
    List<View> all(HttpServletRequest request, List<BatchModel> models) {
        Map<String, Boolean> offered = listed.offered(models);
        Map<String, Shown> made = desk.all(Kind.MODEL);
        return models.stream()
                .map(model -> view(
                        request,
                        model,
                        offered.get(model.name()),
                        Origin.of(desk, Kind.MODEL, model.name(), made.get(model.name()))))
                .toList();
    }

    private View view(HttpServletRequest request, BatchModel model, @Nullable Boolean offered, Origin origin) {
        Caller caller = Caller.of(request).orElseThrow();
        ModelFacts facts = model.facts().orElse(null);
        String title = model.credential().provider().about().title();
        String thinking = model.thinking();
        return new View(
                model.name(),
                model.name().equals(NEW) ? "" : "/models/" + model.name(),
                model.credential().name(),
                title,
                model.model(),
                thinking == null ? "" : thinking,
                model.ability().word(),
                model.endpoint(),
                model.parameters().isEmpty() ? "" : json(model),
                model.workspaces().stream().filter(caller::sees).sorted().toList(),
                Prices.of(facts),
                facts == null || facts.price().equals(Price.FREE)
                        ? ""
                        : String.format(Locale.ROOT, "%.3g", facts.price().realTime())
                                .replaceFirst("\\.?0+$", ""),
                tooFew(model),
                desk.tasks(model.name()).stream()
                        .filter(task -> sight.task(request, task))
                        .toList(),
                listed(offered),
                Boolean.FALSE.equals(offered)
                        ? title + " does not list " + model.model() + " for credential "
                                + model.credential().name()
                                + ", or no longer. Its records may all be refused: choose another model, or test it with one"
                                + " record, since some providers take models that they do not list."
                        : "",
                origin);
    }

    private static Listed listed(@Nullable Boolean offered) {
        if (offered == null) {
            return new Listed("rest", "not known");
        }
        return offered ? new Listed("good", "listed") : new Listed("bad", "not listed");
    }

    private static String tooFew(BatchModel model) {
        Limits limits = model.credential().provider().limits();
        return limits.least() < 2
                ? ""
                : "Its provider takes no fewer than " + limits.least() + " records in a batch. Fewer wait "
                        + model.tooFew().waiting().toString().substring(2).toLowerCase(Locale.ROOT) + " for others; "
                        + (model.tooFew().holds()
                                ? "then a person decides."
                                : "then batch model " + model.tooFew().then() + " answers them.");
    }

    private static String json(BatchModel model) {
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new java.util.TreeMap<>(model.parameters()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Parameters came from JSON or YAML", e);
        }
    }
}
