package dev.caravan.publish;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.task.RecipeModel;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the records of one publication come from; every recipe, drop and batch is looked up once. */
final class Provenance {
    private final Ledger ledger;
    private final Map<Integer, RecipeFacts> recipes = new HashMap<>();
    private final Map<Long, String> files = new HashMap<>();
    private final Map<Long, Optional<String>> jobs = new HashMap<>();

    record RecipeFacts(int version, int schemaVersion, String provider, String model) {}

    Provenance(Ledger ledger) {
        this.ledger = ledger;
    }

    RecipeFacts recipe(int recipeId) {
        return recipes.computeIfAbsent(recipeId, id -> {
            var recipe = ledger.recipes().recipe(id);
            RecipeModel model = RecipeModel.fromJson(recipe.model());
            return new RecipeFacts(recipe.version(), recipe.schemaVersion(), model.provider(), model.model());
        });
    }

    /** Name of the source without its folder. */
    String file(long dropId) {
        return files.computeIfAbsent(dropId, id -> {
            Drops.Drop drop = ledger.drops()
                    .find(id)
                    .orElseThrow(() -> new LedgerException("Drop " + id + " has records but no row"));
            return lastPart(drop.uri());
        });
    }

    /** The provider's id of a batch. */
    @Nullable
    String job(long batchId) {
        return jobs.computeIfAbsent(batchId, id -> ledger.batches().find(id).map(Batches.Batch::providerId))
                .orElse(null);
    }

    private static String lastPart(String uri) {
        String path = uri;
        try {
            String decoded = URI.create(uri).getPath();
            path = decoded == null ? uri : decoded;
        } catch (IllegalArgumentException notAnAddress) {
            // Then it is a name as it stands.
        }
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
