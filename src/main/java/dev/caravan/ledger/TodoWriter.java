package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts a record on the list that its new state asks for, or takes it off. */
final class TodoWriter {
    private final Connection c;

    TodoWriter(Connection c) {
        this.c = c;
    }

    /** @param spent whether this failure was the last one: it goes to a person as soon as its batch is collected */
    void put(Outcome outcome, int taskId, RecordState from, RecordState to, boolean spent) throws SQLException {
        Instant again = outcome.retryAt();
        if (spent && (to == RecordState.INVALID_OUTPUT || to == RecordState.PROVIDER_ERROR)) {
            put(outcome.recordId(), taskId, TodoKind.REVIEW, 0, outcome.detail());
            return;
        }
        switch (to) {
            case INVALID_OUTPUT -> put(outcome.recordId(), taskId, TodoKind.INVALID, 0, outcome.detail());
            case REVIEW_REQUIRED -> put(outcome.recordId(), taskId, TodoKind.REVIEW, 0, outcome.detail());
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
                "INSERT OR REPLACE INTO todo (record_id, task_id, kind, due, detail) VALUES (?, ?, ?, ?, ?)",
                recordId,
                taskId,
                kind.code(),
                due,
                detail);
    }

    private void remove(long recordId) throws SQLException {
        Db.update(c, "DELETE FROM todo WHERE record_id = ?", recordId);
    }
}
