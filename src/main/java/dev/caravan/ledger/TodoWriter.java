package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a record on the list that its new state asks for, or takes it off. */
final class TodoWriter {
    /** Versions of open items go on where the last decision on the record left them, so that none is ever used twice. */
    static final String NEXT_VERSION =
            "coalesce((SELECT max(x.version) FROM decision x WHERE x.record_id = r.id), 0) + 1";

    /** A row takes the place of the one that its record has, in every column. */
    static final String INSTEAD = " ON CONFLICT (record_id) DO UPDATE SET task_id = excluded.task_id,"
            + " kind = excluded.kind, due = excluded.due, since = excluded.since, detail = excluded.detail,"
            + " part = excluded.part, version = excluded.version, reason = excluded.reason, drop_id = excluded.drop_id,"
            + " assignee = excluded.assignee, holder = excluded.holder, held_until = excluded.held_until,"
            + " first_eyes = excluded.first_eyes,"
            + " opened_at = excluded.opened_at, opened_for = excluded.opened_for";

    private static final int BLOCK = 500;

    private final Connection c;
    private final long now;
    private final Map<Long, Open> open = new LinkedHashMap<>();

    TodoWriter(Connection c, long now) {
        this.c = c;
        this.now = now;
    }

    /**
     * What goes to a person is written by {@link #flush}, many at a time.
     *
     * @param spent whether this failure was the last one: it goes to a person as soon as its batch is collected
     */
    void put(Outcome outcome, int taskId, RecordState from, RecordState to, boolean spent) throws SQLException {
        Instant again = outcome.retryAt();
        if (spent && (to == RecordState.INVALID_OUTPUT || to == RecordState.PROVIDER_ERROR)) {
            open.put(outcome.recordId(), new Open(outcome.code(), outcome.detail(), 0));
            return;
        }
        open.remove(outcome.recordId());
        switch (to) {
            case INVALID_OUTPUT -> put(outcome.recordId(), taskId, TodoKind.INVALID, 0, outcome.detail());
            case REVIEW_REQUIRED -> open.put(outcome.recordId(), new Open(outcome.code(), outcome.detail(), now));
            case PROVIDER_ERROR ->
                put(
                        outcome.recordId(),
                        taskId,
                        again == null ? TodoKind.FAILED : TodoKind.RETRY,
                        again == null ? 0 : again.toEpochMilli(),
                        outcome.detail());
            default -> {
                if (from != RecordState.SUBMITTED) {
                    remove(outcome.recordId());
                }
            }
        }
    }

    void put(long recordId, int taskId, TodoKind kind, long due, @Nullable String detail) throws SQLException {
        Db.update(
                c,
                "INSERT INTO todo (record_id, task_id, kind, due, detail) VALUES (?, ?, ?, ?, ?)" + INSTEAD,
                recordId,
                taskId,
                kind.code(),
                due,
                detail);
    }

    /** @param since when it became open */
    void review(long recordId, String reason, String detail, long since) throws SQLException {
        open.put(recordId, new Open(reason, detail, since));
        flush();
    }

    /** Many that are open from now on, each with its sentence. */
    void reviewAll(Map<Long, String> detailById, String reason) throws SQLException {
        for (Map.Entry<Long, String> one : detailById.entrySet()) {
            open.put(one.getKey(), new Open(reason, one.getValue(), now));
            if (open.size() == BLOCK) {
                flush();
            }
        }
        flush();
    }

    /** To be called before the records are moved on. */
    void flush() throws SQLException {
        if (open.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO todo (record_id, task_id, kind, since, reason, detail, drop_id, version)"
                + " SELECT r.id, r.task_id, 4, v.column2, v.column3, v.column4, r.drop_id, " + NEXT_VERSION
                + " FROM (VALUES " + Db.values(open.size(), 4)
                + ") v CROSS JOIN record r ON r.id = v.column1 WHERE true" + INSTEAD;
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            int i = 1;
            for (Map.Entry<Long, Open> one : open.entrySet()) {
                insert.setLong(i++, one.getKey());
                insert.setLong(i++, one.getValue().since());
                insert.setString(i++, one.getValue().reason());
                insert.setString(i++, Db.text(one.getValue().detail()));
            }
            insert.executeUpdate();
        }
        open.clear();
    }

    private void remove(long recordId) throws SQLException {
        Db.update(c, "DELETE FROM todo WHERE record_id = ?", recordId);
    }

    /** @param since when it became open; 0 if it is to be opened later */
    private record Open(String reason, String detail, long since) {}
}
