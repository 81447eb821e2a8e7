package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Recipes;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderResult;
import dev.caravan.spool.Spool;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.Tasks;
import dev.caravan.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What models said of single records, right or wrong, and the rules that it is held to: for people who look at it. */
public final class RecordAnswers {
    private final Recipes recipes;
    private final Spool spool;
    private final Protocols protocols;
    private final Shapes shapes;

    RecordAnswers(Workplace at, Shapes shapes) {
        this(at.ledger().recipes(), at.spool(), at.protocols(), shapes);
    }

    private RecordAnswers(Recipes recipes, Spool spool, Protocols protocols, Shapes shapes) {
        this.recipes = recipes;
        this.spool = spool;
        this.protocols = protocols;
        this.shapes = shapes;
    }

    /** For commands that start nothing: answers as they are read by recipes that were bound before. */
    public static RecordAnswers of(Recipes recipes, Spool spool, Models models) {
        return new RecordAnswers(
                recipes, spool, Protocols.installed(), new Shapes(recipes, models, new Tasks(Map.of())));
    }

    /**
     * One answer, as it came.
     *
     * @throws IOException if the spool no longer holds it there
     */
    public Said said(int recipeId, ResultFile file, ResultAt where) throws IOException {
        Shapes.Bound bound = shapes.of(recipeId);
        try (var scanner = new ResultScanner(spool.open(file.path(), where.offset()), where.offset())) {
            if (!scanner.next()) {
                throw new IOException("There is no result at " + file.path() + ":" + where.offset());
            }
            ProviderResult result = protocols
                    .get(bound.protocol())
                    .results(bound.shape())
                    .read(scanner.buffer(), scanner.from(), scanner.to());
            return new Said(result.answer(), result.detail());
        } catch (UncheckedIOException e) {
            throw new IOException("The result at " + file.path() + ":" + where.offset() + " can't be read", e);
        }
    }

    /** Begins to read inputs and answers of many records, one after the other. To be closed. */
    public RecordReader open() {
        return new RecordReader(this, spool);
    }

    /** What a result line says of an answer; null if it has none. */
    @Nullable
    String answer(int recipeId, byte[] line, int from, int to) {
        Shapes.Bound bound = shapes.of(recipeId);
        return protocols
                .get(bound.protocol())
                .results(bound.shape())
                .read(line, from, to)
                .answer();
    }

    /** The output rules of a recipe. Thread-safe. */
    public Validator rules(int recipeId) {
        return shapes.of(recipeId).validator();
    }

    /** How a recipe asks and what it asks for. */
    public Maker maker(int recipeId) {
        Shapes.Bound bound = shapes.of(recipeId);
        var recipe = recipes.recipe(recipeId);
        RecipeModel model = RecipeModel.fromJson(recipe.model());
        return new Maker(
                model.provider() + "/" + model.model(),
                recipe.version(),
                recipe.schemaVersion(),
                bound.spec().output().publishedSchema());
    }

    /** @param answer null if there is none; @param detail the provider's sentence for a failure, empty if fine */
    public record Said(@Nullable String answer, String detail) {}

    /** @param model provider and model; @param schema of the answers, null where they are plain */
    public record Maker(
            String model,
            int promptVersion,
            int schemaVersion,
            @Nullable String schema) {}
}
