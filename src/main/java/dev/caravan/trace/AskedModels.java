package dev.caravan.trace;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Recipes;
import dev.caravan.model.Ability;
import dev.caravan.model.Models;
import dev.caravan.model.ProtocolFacts;
import dev.caravan.model.Provider;
import dev.caravan.task.RecipeModel;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which model a batch asks, and what for, in the words of OpenTelemetry's conventions for generative models. */
final class AskedModels {
    private static final int REMEMBERED = 1000;
    /** What the conventions name by its own word, which is Google's. */
    private static final String GENERATE = "generateContent";

    private final Models models;
    private final ProtocolFacts protocols;
    private final Batches batches;
    private final Recipes recipes;
    private final Map<Long, Attributes> known = new LinkedHashMap<>();

    AskedModels(Batches batches, Recipes recipes, Models models, ProtocolFacts protocols) {
        this.models = models;
        this.protocols = protocols;
        this.batches = batches;
        this.recipes = recipes;
    }

    /** The recipe of a batch never changes. */
    synchronized Attributes of(long batch) {
        Attributes asked = known.get(batch);
        if (asked == null) {
            asked = batches.find(batch)
                    .map(one -> recipes.recipe(one.recipeId()).model())
                    .map(model -> attributes(RecipeModel.fromJson(model)))
                    .orElse(Attributes.empty());
            if (!asked.isEmpty()) {
                known.put(batch, asked);
            }
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return asked;
    }

    private Attributes attributes(RecipeModel asked) {
        AttributesBuilder told = Attributes.builder().put("gen_ai.request.model", asked.model());
        Provider provider = models.providers().get(asked.provider());
        String operation = provider == null ? null : operation(protocols, provider.protocol(), asked.endpoint());
        if (operation != null) {
            told.put("gen_ai.operation.name", operation);
        }
        return told.build();
    }

    /** Null where the conventions have no word for it. */
    static @Nullable String operation(ProtocolFacts protocols, String protocol, String endpoint) {
        Ability ability = protocols.endpoints(protocol).get(endpoint);
        if (ability == Ability.CHAT) {
            return endpoint.equals(GENERATE) ? "generate_content" : "chat";
        }
        return ability == Ability.EMBEDDINGS ? "embeddings" : null;
    }
}
