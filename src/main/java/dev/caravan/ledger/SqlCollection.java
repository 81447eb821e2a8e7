package dev.caravan.ledger;

import dev.caravan.ledger.RestMover.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link Collection} in SQL. */
final class SqlCollection implements Collection {
    /** Others may write between two of them. */
    private static final int STRETCH = 10_000;

    private final Db db;
    private final int owner;
    private final Clock clock;

    SqlCollection(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public void accepted(Batches.Claim claim, ResultFile file) {
        db.write(c -> {
            BatchFence.check(c, claim, owner, BatchState.COLLECTING, BatchState.COLLECTED);
            ResultFiles.add(c, claim.batch().id(), file);
            return 0;
        });
    }

    @Override
    public void withdraw(Batches.Claim claim, ResultFile file, String why) {
        db.write(c -> {
            BatchFence.check(c, claim, owner, BatchState.COLLECTING, BatchState.COLLECTED);
            int rows = Db.update(
                    c,
                    "UPDATE result_file SET withdrawn = 1 WHERE batch_id = ? AND path = ? AND withdrawn = 0",
                    claim.batch().id(),
                    file.path());
            if (rows != 1) {
                throw new LedgerException("Batch " + claim.batch().id() + " has no result file " + file.path());
            }
            String subject = "batch " + claim.batch().id();
            return SqlEvents.insert(c, clock.millis(), EventKind.SPOOL_DAMAGED, subject, Events.CARAVAN, why);
        });
    }

    @Override
    public void mend(long batchId, ResultFile file, String why) {
        db.write(c -> {
            int rows = Db.update(
                    c,
                    "UPDATE result_file SET withdrawn = 1 WHERE batch_id = ? AND path = ? AND withdrawn = 0"
                            + " AND EXISTS (SELECT 1 FROM batch b WHERE b.id = batch_id AND b.state = ?)",
                    batchId,
                    file.path(),
                    BatchState.COLLECTED.code());
            if (rows == 1) {
                Db.update(c, "UPDATE batch SET next_due = 0, polls = 0 WHERE id = ?", batchId);
                String subject = "batch " + batchId;
                SqlEvents.insert(c, clock.millis(), EventKind.SPOOL_DAMAGED, subject, Events.CARAVAN, why);
            }
            return 0;
        });
    }

    @Override
    public List<ResultFile> withdrawn(long batchId) {
        return db.read(c -> ResultFiles.withdrawn(c, batchId));
    }

    @Override
    public List<ResultFile> files(long batchId) {
        return db.read(c -> ResultFiles.of(c, batchId));
    }

    @Override
    public Moved apply(Batches.Claim claim, List<Outcome> outcomes) {
        List<Outcome> sorted = outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::recordId))
                .toList();
        Optional<Moved> moved = isEachOnce(sorted) ? plain(claim, sorted) : Optional.empty();
        return moved.orElseGet(() -> db.write(c -> {
            fence(c, claim);
            return new OutcomeMover(c, claim.batch().id(), clock.millis()).apply(sorted);
        }));
    }

    /** Empty if nothing was changed, as some are not plain. */
    private Optional<Moved> plain(Batches.Claim claim, List<Outcome> sorted) {
        try {
            return Optional.of(db.write(c -> {
                fence(c, claim);
                return new OutcomeMover(c, claim.batch().id(), clock.millis())
                        .applyPlain(sorted)
                        .orElseThrow(NotPlain::new);
            }));
        } catch (NotPlain e) {
            return Optional.empty();
        }
    }

    private static boolean isEachOnce(List<Outcome> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).recordId() == sorted.get(i).recordId()) {
                return false;
            }
        }
        return true;
    }

    /** Ends a transaction of which nothing is to stay. */
    private static final class NotPlain extends LedgerException {
        private static final long serialVersionUID = 1L;

        NotPlain() {
            super("Some outcomes are for records that have a past");
        }
    }

    @Override
    public void stopped(Batches.Claim claim, Stop at) {
        db.write(c -> {
            fence(c, claim);
            return Db.update(
                    c,
                    "UPDATE batch SET stop_of = ?, stop_file = ?, stop_at = ?, stop_lines = ? WHERE id = ?",
                    at.of(),
                    at.file(),
                    at.offset(),
                    at.lines(),
                    claim.batch().id());
        });
    }

    @Override
    public Optional<Stop> stop(long batchId) {
        return db.read(c -> Db.one(
                c,
                "SELECT stop_of, stop_file, stop_at, stop_lines FROM batch WHERE id = ? AND stop_of IS NOT NULL",
                r -> new Stop(r.getString(1), r.getInt(2), r.getLong(3), r.getInt(4)),
                batchId));
    }

    @Override
    public int settleRest(Batches.Claim claim, Rest rest) {
        Members all = claim.batch().members();
        Settled settled = Settled.NONE;
        for (Members stretch = all.after(0, STRETCH); stretch.size() > 0; ) {
            settled = settleRest(claim, rest, stretch, settled);
            stretch = all.after(stretch.lastId(), STRETCH);
        }
        return settled.members();
    }

    private Settled settleRest(Batches.Claim claim, Rest rest, Members stretch, Settled before) {
        return db.write(c -> {
            fence(c, claim);
            boolean cancelled = Db.number(
                            c,
                            "SELECT cancel FROM batch WHERE id = ?",
                            claim.batch().id())
                    == 1;
            return new RestMover(c, claim.batch(), rest, cancelled, clock.millis()).settle(stretch, before);
        });
    }

    @Override
    public BatchCounts collected(Batches.Claim claim) {
        return db.write(c -> {
            BatchFence batch = fence(c, claim);
            BatchCounts counts = counts(c, claim.batch().id()).orElseThrow();
            if (!counts.conserved()) {
                throw new LedgerException("Batch " + claim.batch().id() + " does not add up: " + counts
                        + ". It stays COLLECTING; nothing of it is sent again or published");
            }
            if (counts.invalid() + counts.error() > 0) {
                SpentTries.review(c, claim.batch(), clock.millis());
            }
            long overspend = Db.number(
                    c, "SELECT overspend FROM batch WHERE id = ?", claim.batch().id());
            if (overspend > 0) {
                Overspend.raise(
                        c, clock.millis(), claim.batch().id(), overspend, "as it was collected (surplus lines)");
            }
            batch.finish(
                    BatchState.COLLECTED,
                    "unpublished = CASE WHEN n_ok > 0 THEN 1 ELSE 0 END, collected_at = ?",
                    clock.millis());
            return counts;
        });
    }

    private BatchFence fence(Connection c, Batches.Claim claim) throws SQLException {
        return BatchFence.check(c, claim, owner, BatchState.COLLECTING);
    }

    static Optional<BatchCounts> counts(Connection c, long batchId) throws SQLException {
        return Db.one(
                c,
                "SELECT n_sent, n_ok, n_invalid, n_error, n_missing, n_notrun, n_surplus, cost FROM batch WHERE id = ?",
                r -> new BatchCounts(
                        r.getInt(1),
                        r.getInt(2),
                        r.getInt(3),
                        r.getInt(4),
                        r.getInt(5),
                        r.getInt(6),
                        r.getInt(7),
                        r.getLong(8)),
                batchId);
    }
}
