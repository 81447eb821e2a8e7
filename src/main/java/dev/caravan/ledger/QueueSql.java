package dev.caravan.ledger;

import dev.caravan.ledger.OpenItems.Place;
import dev.caravan.ledger.OpenItems.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk along the queue in two steps (SQLite does not use a primary key in an index for a comparison of pairs), over the index that fits the query: by drop, by task and reason, or by task. What else is asked
 * for is in that index too, so a row that does not pass is not read.
 */
final class QueueSql {
    private static final String COLUMNS =
            "SELECT t.record_id, t.version, n.name, t.drop_id, r.source_id, r.rev, r.attempt,"
                    + " r.recipe_id, t.reason, coalesce(t.detail, ''), t.since, t.assignee, t.holder, t.held_until, t.first_eyes";

    private final StringBuilder from;
    private final List<@Nullable Object> values = new ArrayList<>();

    private QueueSql(String index, String first, Object value) {
        from = new StringBuilder(" FROM todo t INDEXED BY " + index + " WHERE t.kind = 4 AND " + first);
        values.add(value);
    }

    static QueueSql of(Query query, int taskId) {
        QueueSql sql;
        String reason = query.reason();
        Long drop = query.drop();
        if (drop != null) {
            sql = new QueueSql("todo_open_drop", "t.drop_id = ?", drop);
            sql.also("+t.task_id = ?", taskId);
            sql.also("t.reason = ?", reason);
        } else if (reason != null) {
            sql = new QueueSql("todo_open_reason", "t.task_id = ?", taskId);
            sql.also("t.reason = ?", reason);
        } else {
            sql = new QueueSql("todo_open", "t.task_id = ?", taskId);
        }
        sql.also("t.assignee = ?", query.assignee());
        return sql;
    }

    /** What became open in the same moment as the one at this place, and comes after it; nothing at the start. */
    QueueSql besides(Place place) {
        also("t.since = ?", place.since().toEpochMilli());
        also("t.record_id > ?", place.since().toEpochMilli() > 0 ? place.recordId() : Long.MAX_VALUE);
        return this;
    }

    /** What became open later. What is not open yet has no time, and comes before all places. */
    QueueSql later(Place place) {
        also("t.since > ?", place.since().toEpochMilli());
        return this;
    }

    /** What this person may take now. */
    QueueSql freeFor(String actor, long now, Query query) {
        if (query.assignee() == null) {
            also("(t.assignee IS NULL OR t.assignee = ?)", actor);
        }
        also("(t.holder IS NULL OR t.holder = ? OR t.held_until <= " + now + ")", actor);
        also("t.first_eyes IS DISTINCT FROM ?", actor);
        return this;
    }

    QueueSql heldByOthers(String actor, long now) {
        also("t.holder <> ? AND t.held_until > " + now, actor);
        return this;
    }

    private void also(String sql, @Nullable Object value) {
        if (value != null) {
            from.append(" AND ").append(sql);
            values.add(value);
        }
    }

    String count() {
        return "SELECT count(*)" + from + " AND t.since > 0";
    }

    /** Those whose place is not being taken by a newer revision. */
    String ids(int limit) {
        return "SELECT t.record_id, t.since" + current() + limit(limit);
    }

    String rows(int limit) {
        return COLUMNS + current().replace(" WHERE ", " CROSS JOIN task n ON n.id = t.task_id WHERE ") + limit(limit);
    }

    private String current() {
        return from.toString()
                .replace(" WHERE ", " CROSS JOIN record r ON r.id = t.record_id AND r.current = 1 WHERE ");
    }

    private static String limit(int limit) {
        return " ORDER BY t.since, t.record_id LIMIT " + limit;
    }

    @Nullable
    Object[] values() {
        return values.toArray();
    }

    /** One item, wherever it stands. */
    static String one() {
        return COLUMNS
                + " FROM todo t JOIN record r ON r.id = t.record_id AND r.current = 1 JOIN task n ON n.id = t.task_id"
                + " WHERE t.record_id = ? AND t.kind = 4 AND t.since > 0";
    }
}
