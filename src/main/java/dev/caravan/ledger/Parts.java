package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Groups of records that wait for batches of their own. */
final class Parts {
    private Parts() {}

    /** @param root the batch where it began; @param depth how often its file was cut, from 0 */
    static long open(Connection c, int taskId, int recipeId, long root, int depth) throws SQLException {
        return Db.number(
                c,
                "INSERT INTO part (task_id, recipe_id, root, depth) VALUES (?, ?, ?, ?) RETURNING id",
                taskId,
                recipeId,
                root,
                depth);
    }

    /** For what a late batch did not run, where another recipe answers it; 0 if none does. */
    static long ofMoved(Connection c, Batches.Batch batch) throws SQLException {
        int recipe = (int) Db.number(c, "SELECT moved_to FROM batch WHERE id = ?", batch.id());
        return recipe == 0 ? 0 : open(c, batch.taskId(), recipe, batch.id(), 0);
    }
}
