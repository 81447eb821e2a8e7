package dev.caravan.ledger;

import dev.caravan.ledger.Collection.ResultFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The accepted result files of a batch; the position in the list is the file's number. */
final class ResultFiles {
    private ResultFiles() {}

    static void add(Connection c, long batch, ResultFile file) throws SQLException {
        Optional<ResultFile> there = of(c, batch).stream()
                .filter(f -> f.kind().equals(file.kind()) && f.tryNo() == file.tryNo())
                .findFirst();
        if (there.isEmpty()) {
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

    static List<ResultFile> of(Connection c, long batchId) throws SQLException {
        return Db.list(
                c,
                "SELECT kind, path, bytes, sha256, try_no FROM result_file WHERE batch_id = ? ORDER BY no",
                r -> new ResultFile(r.getString(1), r.getString(2), r.getLong(3), r.getString(4), r.getInt(5)),
                batchId);
    }
}
