package dev.caravan.ledger;

import dev.caravan.ledger.Restores.PastBatch;
import dev.caravan.ledger.Restores.PastTry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Batches of before the ledger went back in time: with their provider, looked for there, or over. Never sent again. */
final class PastBatches {
    private static final String CODE = "restored_in_doubt";

    private final Connection c;
    private final long now;

    PastBatches(Connection c, long now) {
        this.c = c;
        this.now = now;
    }

    /** Its number is used; it is being brought in. */
    void exists(PastBatch batch) throws SQLException {
        Db.update(
                c,
                "INSERT INTO batch (id, task_id, recipe_id, credential, state, created_at, epoch)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                batch.id(),
                batch.taskId(),
                batch.recipeId(),
                batch.credential(),
                BatchState.ASSEMBLING.code(),
                now,
                batch.epoch());
    }

    void settle(PastBatch batch) throws SQLException {
        exists(batch);
        if (state(batch.id()) != BatchState.ASSEMBLING) {
            return;
        }
        Members members = members(batch.id());
        Db.update(
                c,
                "UPDATE batch SET recipe_id = ?, members = ?, requests = ?, bytes = ?, sha256 = ?, n_sent = ?, lines = ?,"
                        + " assembled_at = ?, epoch = ? WHERE id = ?",
                batch.recipeId(),
                MemberCodec.encode(members),
                batch.requests(),
                batch.bytes(),
                batch.sha256(),
                members.size(),
                batch.members(),
                now,
                batch.epoch(),
                batch.id());
        tries(batch.id(), batch.tries());
        if (batch.tries().isEmpty()) {
            end(batch.id(), BatchState.DISSOLVED, "it was never sent; the ledger went back in time");
        } else if (members.size() == 0) {
            end(batch.id(), BatchState.LOST, "its records have younger attempts; the ledger went back in time");
        } else {
            go(batch.id(), members.size() + batch.blank() == batch.members());
        }
    }

    /** It was over, and nothing of it is there any more. */
    void over(PastBatch batch) throws SQLException {
        exists(batch);
        if (state(batch.id()) == BatchState.ASSEMBLING) {
            Db.update(
                    c,
                    "UPDATE batch SET members = ?, requests = ?, lines = ?, assembled_at = ?, purge = 2 WHERE id = ?",
                    new byte[0],
                    batch.requests(),
                    batch.members(),
                    now,
                    batch.id());
            end(
                    batch.id(),
                    BatchState.DISSOLVED,
                    "it was over and its files deleted by age before the ledger went back in time");
        }
    }

    void settleOpen(long id, List<PastTry> tries) throws SQLException {
        BatchState state = state(id);
        if (state != BatchState.ASSEMBLED && state != BatchState.CREATING && state != BatchState.IN_DOUBT) {
            return;
        }
        tries(id, tries);
        boolean whole = Db.number(c, "SELECT n_notrun FROM batch WHERE id = ?", id) == 0;
        boolean sent = Db.number(c, "SELECT count(*) FROM try WHERE batch_id = ? AND state IN (3, 4)", id) > 0;
        if (sent) {
            go(id, whole);
        } else {
            dissolve(c, BatchReads.find(c, id).orElseThrow(), now);
            end(id, BatchState.DISSOLVED, "it was never sent; the ledger went back in time");
        }
    }

    /** Its members are queued again, under the next attempt. */
    static void dissolve(Connection c, Batches.Batch batch, long now) throws SQLException {
        var rest = new Collection.Rest(true, null, 0, "its batch was cut before the ledger went back in time");
        new RestMover(c, batch, rest, batch.cancel(), now).settle();
    }

    /** @param whole whether it has all the members of its request file: a number of requests alone tells it then */
    private void go(long id, boolean whole) throws SQLException {
        boolean accepted = Db.number(c, "SELECT count(*) FROM try WHERE batch_id = ? AND state = 4", id) > 0;
        boolean revocable =
                Db.number(c, "SELECT count(*) FROM try WHERE batch_id = ? AND state = 3 AND revocable = 0", id) == 0;
        if (accepted) {
            Db.update(
                    c,
                    "UPDATE batch SET state = ?, submitted_at = coalesce(submitted_at, ?), next_due = 0, polls = 0,"
                            + " provider_id = (SELECT provider_id FROM try WHERE batch_id = batch.id AND state = 4"
                            + " ORDER BY no LIMIT 1) WHERE id = ?",
                    BatchState.SUBMITTED.code(),
                    now,
                    id);
        } else if (revocable || whole) {
            Db.update(
                    c,
                    "UPDATE batch SET state = ?, next_due = 0, polls = 0, note = 'the ledger went back in time' WHERE id = ?",
                    BatchState.IN_DOUBT.code(),
                    id);
        } else {
            String why = "the ledger went back in time, and nothing tells whether batch " + id + " was accepted";
            new Dissolution(c, id).hold(BatchReads.find(c, id).orElseThrow().members(), CODE, why);
            end(id, BatchState.LOST, why);
        }
    }

    private void tries(long id, List<PastTry> tries) throws SQLException {
        for (PastTry one : tries) {
            Db.update(
                    c,
                    "INSERT INTO try (batch_id, no, state, token, file_id, provider_time, revocable)"
                            + " VALUES (?, ?, 3, ?, ?, ?, ?) ON CONFLICT (batch_id, no) DO UPDATE SET"
                            + " state = CASE WHEN try.state IN (1, 2) THEN 3 ELSE try.state END,"
                            + " file_id = coalesce(try.file_id, excluded.file_id), revocable = excluded.revocable",
                    id,
                    one.no(),
                    one.token(),
                    one.fileId(),
                    one.providerTime(),
                    one.revocable() ? 1 : 0);
            if (one.providerId() != null) {
                Db.update(
                        c,
                        "UPDATE try SET state = 4, provider_id = ? WHERE batch_id = ? AND no = ?",
                        one.providerId(),
                        id,
                        one.no());
            }
        }
    }

    private Members members(long id) throws SQLException {
        var members = new Members.Builder();
        Db.each(
                c,
                "SELECT r.id, r.attempt FROM past_member p CROSS JOIN record r ON r.id = p.record_id"
                        + " WHERE p.batch_id = ? AND +r.batch_id = ? AND r.state = 2 ORDER BY r.id",
                r -> members.add(r.getLong(1), r.getInt(2)),
                id,
                id);
        return members.build();
    }

    private BatchState state(long id) throws SQLException {
        return Codes.batchState((int) Db.number(c, "SELECT state FROM batch WHERE id = ?", id));
    }

    private void end(long id, BatchState to, String note) throws SQLException {
        Db.update(c, "UPDATE batch SET state = ?, note = ?, owner = 0 WHERE id = ?", to.code(), note, id);
    }
}
