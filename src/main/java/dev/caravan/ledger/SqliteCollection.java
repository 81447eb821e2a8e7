package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link Collection} on SQLite. */
final class SqliteCollection implements Collection {
    private static final int PAGE = 5_000;

    private final Db db;

    SqliteCollection(Db db) {
        this.db = db;
    }

    @Override
    public void accepted(Batches.Claim claim, ResultFile file) {
        db.write(c -> {
            SqliteBatches.expect(c, claim, BatchState.COLLECTING);
            long batch = claim.batch().id();
            return Db.update(
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
        });
    }

    @Override
    public List<ResultFile> files(long batchId) {
        return db.read(c -> Db.list(
                c,
                "SELECT kind, path, bytes, sha256, try_no FROM result_file WHERE batch_id = ? ORDER BY no",
                r -> new ResultFile(r.getString(1), r.getString(2), r.getLong(3), r.getString(4), r.getInt(5)),
                batchId));
    }

    @Override
    public Moved apply(Batches.Claim claim, List<Outcome> outcomes) {
        List<Outcome> sorted = outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::recordId))
                .toList();
        return db.write(c -> {
            SqliteBatches.expect(c, claim, BatchState.COLLECTING);
            var mover = new OutcomeMover(c, claim.batch().id());
            return mover.apply(sorted);
        });
    }

    @Override
    public int settleRest(Batches.Claim claim, Rest rest) {
        int settled = 0;
        for (Members.Run run : claim.batch().members().runs()) {
            for (long from = run.firstId(); from < run.endId(); from += PAGE) {
                long first = from;
                long end = Math.min(from + PAGE, run.endId());
                settled += db.write(c -> {
                    SqliteBatches.expect(c, claim, BatchState.COLLECTING);
                    return new RestMover(c, claim.batch(), rest).settle(first, end);
                });
            }
        }
        return settled;
    }

    @Override
    public BatchCounts collected(Batches.Claim claim) {
        return db.write(c -> {
            SqliteBatches.expect(c, claim, BatchState.COLLECTING);
            BatchCounts counts = counts(c, claim.batch().id()).orElseThrow();
            if (!counts.conserved()) {
                throw new LedgerException("Batch " + claim.batch().id() + " does not add up: " + counts);
            }
            Db.update(
                    c,
                    "UPDATE batch SET state = ?, owner = 0, unpublished = CASE WHEN n_ok > 0 THEN 1 ELSE 0 END"
                            + " WHERE id = ? AND fence = ?",
                    BatchState.COLLECTED.code(),
                    claim.batch().id(),
                    claim.fence());
            return counts;
        });
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
