package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open item as it stands before a decision.
 *
 * @param settled whether its batch is final; until then lines of it may still come
 * @param opened by its holder
 * @param stopped whether its drop was cancelled or its payloads are deleted: nothing of it can be sent
 */
record ItemRow(
        long recordId,
        int version,
        @Nullable String holder,
        long heldUntil,
        @Nullable String firstEyes,
        String reason,
        Opened opened,
        int taskId,
        long dropId,
        int recipeId,
        int attempt,
        boolean current,
        boolean settled,
        boolean stopped) {

    /** @param at when its holder opened it, 0 if nobody did; @param lease of that claim; @param model that answered */
    record Opened(long at, long lease, String model) {
        static final Opened NEVER = new Opened(0, 0, "");
    }

    /** @throws ItemConflictException if there is none */
    static ItemRow open(Connection c, long recordId) throws SQLException {
        Optional<ItemRow> row = Db.one(
                c,
                "SELECT t.version, t.holder, t.held_until, t.first_eyes, t.reason, r.task_id, r.drop_id, r.recipe_id,"
                        + " r.attempt, r.current, coalesce(b.state, 7) >= 7, o.cancel = 1 OR o.purge > 0,"
                        + " t.opened_at, t.opened_for, coalesce(b.model, '') FROM todo t"
                        + " JOIN record r ON r.id = t.record_id AND r.state = 6 JOIN \"drop\" o ON o.id = r.drop_id"
                        + " LEFT JOIN batch b ON b.id = r.batch_id"
                        + " WHERE t.record_id = ? AND t.kind = 4 AND t.since > 0",
                r -> new ItemRow(
                        recordId,
                        r.getInt(1),
                        r.getString(2),
                        r.getLong(3),
                        r.getString(4),
                        r.getString(5),
                        new Opened(r.getLong(13), r.getLong(14), r.getString(15)),
                        r.getInt(6),
                        r.getLong(7),
                        r.getInt(8),
                        r.getInt(9),
                        r.getInt(10) == 1,
                        r.getBoolean(11),
                        r.getBoolean(12)),
                recordId);
        if (row.isPresent() && row.get().current()) {
            return row.get();
        }
        throw new ItemConflictException(
                row.isPresent()
                        ? "A newer revision of record " + recordId + " is being read just now; it can't be decided on"
                        : "Record " + recordId + " is not open for review any more" + last(c, recordId));
    }

    /** @throws ItemConflictException if somebody else holds it */
    void checkFree(String actor, long now) {
        if (holder != null && !holder.equals(actor) && heldUntil > now) {
            throw new ItemConflictException("Record " + recordId + " is held by " + holder + " until "
                    + Instant.ofEpochMilli(heldUntil) + ". Take another one, or wait until then");
        }
    }

    /** @throws ItemConflictException if it is not what the person saw (rule 42) */
    void checkVersion(Connection c, int seen) throws SQLException {
        if (version != seen) {
            throw new ItemConflictException("Record " + recordId + " is not what you saw: it is at version " + version
                    + ", your decision is for version " + seen + last(c, recordId)
                    + ". Nothing was changed; load it again");
        }
    }

    private static String last(Connection c, long recordId) throws SQLException {
        return Db.one(
                        c,
                        "SELECT act, actor, at FROM decision WHERE record_id = ? ORDER BY id DESC LIMIT 1",
                        r -> " (" + Act.of(r.getInt(1)).word() + " by " + r.getString(2) + " at "
                                + Instant.ofEpochMilli(r.getLong(3)) + ")",
                        recordId)
                .orElse("");
    }
}
