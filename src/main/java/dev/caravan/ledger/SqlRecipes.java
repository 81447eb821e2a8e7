package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@link Recipes} in SQL. */
final class SqlRecipes implements Recipes {
    private static final String COLUMNS =
            "SELECT id, task_id, version, schema_version, content_hash, model, body FROM recipe ";

    private final Db db;

    SqlRecipes(Db db) {
        this.db = db;
    }

    @Override
    public int taskId(String task) {
        int known = (int) (long) db.read(c -> Db.number(c, "SELECT id FROM task WHERE name = ?", task));
        if (known > 0) {
            return known;
        }
        return db.write(c -> {
            Db.update(c, "INSERT INTO task (name) VALUES (?) ON CONFLICT DO NOTHING", task);
            return (int) Db.number(c, "SELECT id FROM task WHERE name = ?", task);
        });
    }

    @Override
    public String taskName(int taskId) {
        return db.read(c -> Db.one(c, "SELECT name FROM task WHERE id = ?", r -> r.getString(1), taskId))
                .orElseThrow(() -> new LedgerException("The ledger has no task " + taskId));
    }

    @Override
    public List<String> taskNames(String prefix) {
        return db.read(c -> Db.list(
                c,
                "SELECT name FROM task WHERE substr(name, 1, ?) = ? ORDER BY name",
                r -> r.getString(1),
                prefix.length(),
                prefix));
    }

    @Override
    public int bind(NewRecipe recipe) {
        return db.write(c -> {
            Optional<Recipe> other = Db.one(
                    c,
                    COLUMNS + "WHERE task_id = ? AND version = ? AND content_hash <> ?",
                    SqlRecipes::row,
                    recipe.taskId(),
                    recipe.version(),
                    recipe.contentHash());
            if (other.isPresent()) {
                throw new LedgerException("Prompt, schema or rules of task \""
                        + Db.one(c, "SELECT name FROM task WHERE id = ?", r -> r.getString(1), recipe.taskId())
                                .orElse("?")
                        + "\" were changed, but its version is still " + recipe.version()
                        + ". Raise version in its task.yaml, or put the files back");
            }
            long known = idOf(c, recipe);
            if (known > 0) {
                return (int) known;
            }
            Touch.task(c, recipe.taskId());
            Db.update(
                    c,
                    "INSERT INTO recipe (task_id, version, schema_version, content_hash, model, body)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    recipe.taskId(),
                    recipe.version(),
                    recipe.schemaVersion(),
                    recipe.contentHash(),
                    recipe.model(),
                    recipe.body());
            return (int) idOf(c, recipe);
        });
    }

    private static long idOf(Connection c, NewRecipe recipe) throws SQLException {
        return Db.number(
                c,
                "SELECT id FROM recipe WHERE task_id = ? AND version = ? AND model = ?",
                recipe.taskId(),
                recipe.version(),
                recipe.model());
    }

    @Override
    public void standIn(int recipeId, int forRecipeId) {
        Recipe one = recipe(recipeId);
        Recipe other = recipe(forRecipeId);
        if (one.taskId() != other.taskId() || one.version() != other.version()) {
            throw new LedgerException("Recipe " + recipeId + " can't stand in for recipe " + forRecipeId
                    + ": they are of different tasks or versions");
        }
        db.write(c -> Db.update(
                c,
                "INSERT INTO stand_in (recipe_id, for_recipe_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                recipeId,
                forRecipeId));
    }

    @Override
    public Recipe recipe(int recipeId) {
        return db.read(c -> Db.one(c, COLUMNS + "WHERE id = ?", SqlRecipes::row, recipeId))
                .orElseThrow(() -> new LedgerException("The ledger has no recipe " + recipeId));
    }

    @Override
    public List<Recipe> of(int taskId) {
        return db.read(c -> Db.list(c, COLUMNS + "WHERE task_id = ? ORDER BY id", SqlRecipes::row, taskId));
    }

    @Override
    public List<Integer> standIns(int forRecipeId) {
        return db.read(c ->
                Db.list(c, "SELECT recipe_id FROM stand_in WHERE for_recipe_id = ?", r -> r.getInt(1), forRecipeId));
    }

    private static Recipe row(ResultSet r) throws SQLException {
        return new Recipe(
                r.getInt(1), r.getInt(2), r.getInt(3), r.getInt(4), r.getString(5), r.getString(6), r.getString(7));
    }
}
