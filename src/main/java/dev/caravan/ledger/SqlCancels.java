package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Cancels} in SQL. */
final class SqlCancels implements Cancels {
    private final Db db;
    private final Owner owner;
    private final Clock clock;

    SqlCancels(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Optional<BatchState> batch(long batchId, String actor, String why) {
        return db.write(c -> {
            Optional<BatchState> state =
                    Db.one(c, "SELECT state FROM batch WHERE id = ?", r -> Codes.batchState(r.getInt(1)), batchId);
            if (state.isPresent() && !state.get().isFinal()) {
                flag(c, batchId, actor, why);
            }
            return state;
        });
    }

    private void flag(Connection c, long batchId, String actor, String why) throws SQLException {
        Db.update(c, "UPDATE batch SET cancel = 1, next_due = 0 WHERE id = ? AND state < 7", batchId);
        SqlEvents.insert(c, clock.millis(), EventKind.CANCEL_REQUESTED, "batch " + batchId, actor, why);
    }

    @Override
    public Stopped drop(long dropId, String actor) {
        Stopped stopped = db.write(c -> {
            Db.update(c, "UPDATE \"drop\" SET cancel = 1, hold = 0 WHERE id = ?", dropId);
            SqlEvents.insert(
                    c,
                    clock.millis(),
                    EventKind.CANCEL_REQUESTED,
                    "drop " + dropId,
                    actor,
                    "Nothing of it is sent any more");
            return new Stopped(new ArrayList<>(), new ArrayList<>());
        });
        for (long batch : open(dropId)) {
            switch (db.write(c -> stop(c, batch, dropId, actor))) {
                case STOPPED -> stopped.batches().add(batch);
                case SHARED -> stopped.shared().add(batch);
                case NOT_CONCERNED -> {
                    // It holds nothing of the drop, or is over.
                }
            }
        }
        return stopped;
    }

    /** Batches of the task of a drop that are not over: those that hold something of it are among them. */
    private List<Long> open(long dropId) {
        String open = "SELECT b.id FROM batch b CROSS JOIN \"drop\" d ON d.id = ? AND d.task_id = b.task_id"
                + " WHERE b.state < 7 AND b.state > 1 ORDER BY b.id";
        return db.read(c -> Db.list(c, open, r -> r.getLong(1), dropId));
    }

    @Override
    public boolean hold(long dropId, String actor, String why) {
        boolean held = db.write(c -> {
            int now = Db.update(c, "UPDATE \"drop\" SET cancel = 1, hold = 1 WHERE id = ? AND cancel = 0", dropId);
            if (now == 1) {
                SqlEvents.insert(c, clock.millis(), EventKind.HOLD_REQUESTED, "drop " + dropId, actor, why);
            }
            return now == 1;
        });
        if (held) {
            for (long batch : open(dropId)) {
                db.write(c -> cutAnew(c, batch, dropId));
            }
        }
        return held;
    }

    /** Only what turns out not to have been created is: everything else runs to its end. */
    private static int cutAnew(Connection c, long batchId, long dropId) throws SQLException {
        Batches.Batch batch = BatchReads.find(c, batchId).orElseThrow();
        if (batch.state().ordinal() >= BatchState.SUBMITTED.ordinal()) {
            return 0;
        }
        MemberRuns.fill(c, batch.members().runs());
        long mine = Db.number(c, "SELECT count(*)" + MemberRuns.RECORDS + " WHERE r.drop_id = ?", dropId);
        return mine == 0 ? 0 : Db.update(c, "UPDATE batch SET recut = 1, next_due = 0 WHERE id = ?", batchId);
    }

    private enum Stop {
        NOT_CONCERNED,
        STOPPED,
        SHARED
    }

    /** One transaction each: the members of a batch are many. */
    private Stop stop(Connection c, long batchId, long dropId, String actor) throws SQLException {
        Batches.Batch batch = BatchReads.find(c, batchId).orElseThrow();
        MemberRuns.fill(c, batch.members().runs());
        long mine = Db.number(c, "SELECT count(*)" + MemberRuns.RECORDS + " WHERE r.drop_id = ?", dropId);
        long wanted = Db.number(
                c,
                "SELECT count(*)" + MemberRuns.RECORDS
                        + " WHERE r.drop_id NOT IN (SELECT id FROM \"drop\" WHERE cancel = 1)");
        if (mine == 0 || batch.state().isFinal()) {
            return Stop.NOT_CONCERNED;
        }
        if (wanted == 0) {
            flag(c, batchId, actor, "All of its records are of cancelled drops");
            return Stop.STOPPED;
        }
        // One whose create is under way is cut anew if it turns out that it was not accepted.
        Db.update(c, "UPDATE batch SET recut = 1 WHERE id = ?", batchId);
        return batch.state() == BatchState.ASSEMBLED ? Stop.STOPPED : Stop.SHARED;
    }

    @Override
    public List<Long> drops(int taskId) {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM \"drop\" d WHERE task_id = ? AND cancel = 0 AND state < 5 AND (sealed_at IS NULL OR EXISTS"
                        + " (SELECT 1 FROM drop_count q WHERE q.drop_id = d.id AND q.state IN (1, 2, 5) AND q.n > 0))"
                        + " ORDER BY id",
                r -> r.getLong(1),
                taskId));
    }

    @Override
    public List<GivenUp> giveUp() {
        List<GivenUp> givenUp = new ArrayList<>();
        String unwanted =
                "SELECT id FROM batch WHERE state < 7 AND state = 2 AND (cancel = 1 OR recut = 1 OR moved_to > 0)"
                        + " AND owner" + NodeRows.NOBODY + "ORDER BY id LIMIT 1";
        Optional<GivenUp> next;
        do {
            next = db.write(c -> {
                Optional<Long> id = Db.one(c, unwanted, r -> r.getLong(1));
                if (id.isEmpty()) {
                    return Optional.empty();
                }
                Batches.Claim claim = new BatchClaims(owner, clock).take(c, id.get());
                return Unwanted.giveUp(
                        c,
                        BatchFence.check(c, claim, owner.number(), BatchState.ASSEMBLED),
                        claim.batch(),
                        clock.millis());
            });
            next.ifPresent(givenUp::add);
        } while (next.isPresent());
        return givenUp;
    }

    @Override
    public int holdQueued(int limit) {
        return db.write(c -> {
            for (long drop : Db.list(
                    c,
                    "SELECT d.id FROM \"drop\" d CROSS JOIN drop_count q ON q.drop_id = d.id AND q.state = 1 AND q.n > 0"
                            + " WHERE d.cancel = 1 AND d.sealed_at IS NOT NULL",
                    r -> r.getLong(1))) {
                int held = new HeldMover(c, clock.millis()).hold(drop, limit);
                if (held > 0) {
                    return held;
                }
            }
            return 0;
        });
    }

    @Override
    public int release(Held held, int limit) {
        return db.write(c -> new HeldMover(c, clock.millis()).release(held, limit));
    }

    @Override
    public void resumeAll(int taskId) {
        db.write(
                c -> Db.update(c, "UPDATE \"drop\" SET cancel = 0, hold = 0 WHERE cancel = 1 AND task_id = ?", taskId));
    }

    @Override
    public void resume(long dropId) {
        db.write(c -> Db.update(c, "UPDATE \"drop\" SET cancel = 0, hold = 0 WHERE id = ?", dropId));
    }
}
