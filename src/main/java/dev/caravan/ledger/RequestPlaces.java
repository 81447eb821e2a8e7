package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Which line of a file is a record's, by its place among the members. */
final class RequestPlaces {
    private RequestPlaces() {}

    /** Of the request file; -1 if it has none. The files of the time that was lost go by their own members. */
    static long of(Connection c, Batches.Batch batch, long recordId) throws SQLException {
        boolean past = Db.one(c, "SELECT 1 FROM past_member WHERE batch_id = ? LIMIT 1", r -> 1, batch.id())
                .isPresent();
        return past
                ? Db.one(
                                c,
                                "SELECT max(place) FROM past_member WHERE batch_id = ? AND record_id = ?"
                                        + " HAVING count(*) > 0",
                                r -> r.getLong(1),
                                batch.id(),
                                recordId)
                        .orElse(-1L)
                : of(batch.members(), recordId);
    }

    /** How many members come before; -1 if it is none. */
    static long of(Members members, long recordId) {
        long before = 0;
        for (Members.Run run : members.runs()) {
            if (recordId < run.endId()) {
                return recordId < run.firstId() ? -1 : before + recordId - run.firstId();
            }
            before += run.count();
        }
        return -1;
    }
}
