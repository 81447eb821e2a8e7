package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link Collection} on SQLite. */
final class SqliteCollection implements Collection {
    private final Db db;
    private final int owner;
    private final Clock clock;

    SqliteCollection(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public void accepted(Batches.Claim claim, ResultFile file) {
        db.write(c -> {
            fence(c, claim);
            long batch = claim.batch().id();
            Optional<ResultFile> there = files(c, batch).stream()
                    .filter(f -> f.kind().equals(file.kind()) && f.tryNo() == file.tryNo())
                    .findFirst();
            if (there.isEmpty() && wasWithdrawn(c, batch, file)) {
                acceptAgain(c, batch, file);
            } else if (there.isEmpty()) {
                Db.update(
                        c,
                        "INSERT INTO result_file (batch_id, no, kind, path, bytes, sha256, try_no)"
                                + " SELECT ?, count(*), ?, ?, ?, ?, ? FROM result_file WHERE batch_id = ?",
                        batch,
                        file.kind(),
                        file.path(),
                        file.bytes(),
                        file.sha256(),
                        file.tryNo(),
                        batch);
            } else if (!there.get().equals(file)) {
                throw new LedgerException("Batch " + batch + " has its " + file.kind() + " of try " + file.tryNo()
                        + " already: " + there.get().path() + ". That file stays; " + file.path() + " is not needed");
            }
            return 0;
        });
    }

    @Override
    public void withdraw(Batches.Claim claim, ResultFile file, String why) {
        db.write(c -> {
            fence(c, claim);
            int rows = Db.update(
                    c,
                    "UPDATE result_file SET withdrawn = 1 WHERE batch_id = ? AND path = ? AND withdrawn = 0",
                    claim.batch().id(),
                    file.path());
            if (rows != 1) {
                throw new LedgerException("Batch " + claim.batch().id() + " has no result file " + file.path());
            }
            String subject = "batch " + claim.batch().id();
            return SqliteEvents.insert(c, clock.millis(), EventKind.SPOOL_DAMAGED, subject, Events.CARAVAN, why);
        });
    }

    private static boolean wasWithdrawn(Connection c, long batch, ResultFile file) throws SQLException {
        return Db.number(
                        c,
                        "SELECT count(*) FROM result_file WHERE batch_id = ? AND kind = ? AND try_no = ? AND withdrawn = 1",
                        batch,
                        file.kind(),
                        file.tryNo())
                == 1;
    }

    private static void acceptAgain(Connection c, long batch, ResultFile file) throws SQLException {
        int rows = Db.update(
                c,
                "UPDATE result_file SET path = ?, bytes = ?, withdrawn = 0, sha256 = ? WHERE batch_id = ? AND kind = ?"
                        + " AND try_no = ? AND (sha256 = ? OR EXISTS (SELECT 1 FROM batch b WHERE b.id = ?"
                        + " AND b.n_ok + b.n_invalid + b.n_error + b.n_surplus = 0))",
                file.path(),
                file.bytes(),
                file.sha256(),
                batch,
                file.kind(),
                file.tryNo(),
                file.sha256(),
                batch);
        if (rows != 1) {
            throw new LedgerException("Batch " + batch + ": its damaged " + file.kind() + " of try " + file.tryNo()
                    + " was fetched again, but as other bytes, and some of its lines are in the ledger by their place. Bring"
                    + " the file back from a backup of the spool");
        }
    }

    @Override
    public List<ResultFile> files(long batchId) {
        return db.read(c -> files(c, batchId));
    }

    @Override
    public Moved apply(Batches.Claim claim, List<Outcome> outcomes) {
        List<Outcome> sorted = outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::recordId))
                .toList();
        return db.write(c -> {
            fence(c, claim);
            return new OutcomeMover(c, claim.batch().id()).apply(sorted);
        });
    }

    @Override
    public int settleRest(Batches.Claim claim, Rest rest) {
        return db.write(c -> {
            fence(c, claim);
            boolean cancelled = Db.number(
                            c,
                            "SELECT cancel FROM batch WHERE id = ?",
                            claim.batch().id())
                    == 1;
            return new RestMover(c, claim.batch(), rest, cancelled, clock.millis()).settle();
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
            batch.finish(BatchState.COLLECTED, "unpublished = CASE WHEN n_ok > 0 THEN 1 ELSE 0 END");
            return counts;
        });
    }

    private BatchFence fence(Connection c, Batches.Claim claim) throws SQLException {
        return BatchFence.check(c, claim, owner, BatchState.COLLECTING);
    }

    private static List<ResultFile> files(Connection c, long batchId) throws SQLException {
        return Db.list(
                c,
                "SELECT kind, path, bytes, sha256, try_no FROM result_file WHERE batch_id = ?"
                        + " AND withdrawn = 0 ORDER BY no",
                r -> new ResultFile(r.getString(1), r.getString(2), r.getLong(3), r.getString(4), r.getInt(5)),
                batchId);
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
