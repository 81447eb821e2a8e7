package dev.caravan.ledger;

import dev.caravan.ledger.Collection.ResultFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accepted result files of a batch; the position in the list is the file's number. */
final class ResultFiles {
    private ResultFiles() {}

    static void add(Connection c, long batch, ResultFile file) throws SQLException {
        Optional<ResultFile> there = of(c, batch).stream()
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

    static List<ResultFile> of(Connection c, long batchId) throws SQLException {
        return list(c, batchId, 0);
    }

    static List<ResultFile> withdrawn(Connection c, long batchId) throws SQLException {
        return list(c, batchId, 1);
    }

    /** Also those that are withdrawn: the records know their lines by the number of the file. */
    static Map<Integer, ResultFile> byNumber(Connection c, long batchId) throws SQLException {
        Map<Integer, ResultFile> files = new HashMap<>();
        Db.each(
                c,
                "SELECT kind, path, bytes, sha256, try_no, no FROM result_file WHERE batch_id = ?",
                r -> files.put(r.getInt(6), file(r)),
                batchId);
        return files;
    }

    private static ResultFile file(ResultSet r) throws SQLException {
        return new ResultFile(r.getString(1), r.getString(2), r.getLong(3), r.getString(4), r.getInt(5));
    }

    private static List<ResultFile> list(Connection c, long batchId, int withdrawn) throws SQLException {
        return Db.list(
                c,
                "SELECT kind, path, bytes, sha256, try_no FROM result_file WHERE batch_id = ?"
                        + " AND withdrawn = ? ORDER BY no",
                ResultFiles::file,
                batchId,
                withdrawn);
    }
}
