package dev.caravan.ledger;

import dev.caravan.ledger.SqlLists.Where;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads events, newest first, for whoever may see them. */
final class EventReads {
    /** The task of what an event is about. */
    private static final String TASK = "CASE"
            + " WHEN e.subject LIKE 'drop %' THEN (SELECT d.task_id FROM \"drop\" d WHERE d.id = CAST(substr(e.subject, 6) AS BIGINT))"
            + " WHEN e.subject LIKE 'batch %' THEN (SELECT b.task_id FROM batch b WHERE b.id = CAST(substr(e.subject, 7) AS BIGINT))"
            + " WHEN e.subject LIKE 'record %' THEN (SELECT r.task_id FROM record r WHERE r.id = CAST(substr(e.subject, 8) AS BIGINT))"
            + " WHEN e.subject LIKE 'rerun %' THEN (SELECT n.task_id FROM rerun n WHERE n.id = CAST(substr(e.subject, 7) AS BIGINT))"
            + " WHEN e.subject LIKE 'publication %' THEN (SELECT p.task_id FROM publication p WHERE p.id = CAST(substr(e.subject, 13) AS BIGINT))"
            + " WHEN e.subject LIKE 'task %' THEN (SELECT o.id FROM task o WHERE o.name = substr(e.subject, 6)) END";

    private EventReads() {}

    /** @param where about {@code e}, an event; gets more conditions */
    static List<Events.Event> list(Connection c, Lists.Slice slice, Where where) throws SQLException {
        where.before("e.id", slice);
        Set<String> tasks = slice.tasks();
        if (tasks != null) {
            where.exists("SELECT 1 FROM task t WHERE t.id = " + TASK, "t.name", tasks);
        }
        return Db.list(
                c,
                "SELECT e.id, e.at, e.kind, e.subject, e.actor, e.body FROM event e " + where
                        + " ORDER BY e.id DESC LIMIT ?",
                r -> new Events.Event(
                        r.getLong(1),
                        Instant.ofEpochMilli(r.getLong(2)),
                        Codes.eventKind(r.getInt(3)),
                        r.getString(4),
                        r.getString(5),
                        r.getString(6)),
                where.values(slice.limit()));
    }
}
