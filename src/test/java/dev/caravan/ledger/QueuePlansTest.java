package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.OpenItems.Place;
import dev.caravan.ledger.OpenItems.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk along the queue begins at its place and reads in order: nothing is sorted, however many items are open. */
class QueuePlansTest {
    private static final String RECORD = "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)";
    private static final String TASK = "SEARCH n USING INTEGER PRIMARY KEY (rowid=?)";

    @TempDir
    Path folder;

    private List<String> plan(String sql, Object... values) throws SQLException {
        Path file = folder.resolve("caravan.db");
        SqliteLedger.open(file, new TestClock()).close();
        try (Connection c = SqliteDb.connect(file)) {
            return Db.list(c, "EXPLAIN QUERY PLAN " + sql, r -> r.getString("detail"), values);
        }
    }

    @Test
    void walksAlongTheIndexOfItsFilter() throws SQLException {
        QueueSql later = QueueSql.of(Query.ALL, 1).later(Place.START);
        assertThat(plan(later.rows(10), later.values()))
                .containsExactly("SEARCH t USING INDEX todo_open (task_id=? AND since>?)", RECORD, TASK);
        QueueSql besides = QueueSql.of(Query.ALL, 1).besides(Place.START);
        assertThat(plan(besides.rows(10), besides.values()))
                .containsExactly(
                        "SEARCH t USING INDEX todo_open (task_id=? AND since=? AND record_id>?)", RECORD, TASK);
        QueueSql reason = QueueSql.of(new Query(null, "echo", null, null), 1).besides(Place.START);
        assertThat(plan(reason.rows(10), reason.values()))
                .containsExactly(
                        "SEARCH t USING INDEX todo_open_reason (task_id=? AND reason=? AND since=? AND record_id>?)",
                        RECORD,
                        TASK);
        QueueSql drop =
                QueueSql.of(new Query(null, "echo", "reviewer-1", 7L), 1).besides(Place.START);
        assertThat(plan(drop.rows(10), drop.values()))
                .containsExactly(
                        "SEARCH t USING INDEX todo_open_drop (drop_id=? AND since=? AND record_id>?)", RECORD, TASK);
    }

    @Test
    void claimsTheNextOneAlongTheSameIndex() throws SQLException {
        QueueSql besides = QueueSql.of(Query.ALL, 1).besides(Place.START).freeFor("reviewer-1", 1_000, Query.ALL);
        assertThat(plan(besides.ids(1), besides.values()))
                .containsExactly("SEARCH t USING INDEX todo_open (task_id=? AND since=? AND record_id>?)", RECORD);
        QueueSql later = QueueSql.of(Query.ALL, 1).later(Place.START).freeFor("reviewer-1", 1_000, Query.ALL);
        assertThat(plan(later.ids(1), later.values()))
                .containsExactly("SEARCH t USING INDEX todo_open (task_id=? AND since>?)", RECORD);
    }

    @Test
    void countsWithoutReadingARow() throws SQLException {
        QueueSql all = QueueSql.of(new Query(null, null, "reviewer-1", null), 1);
        assertThat(plan(all.count(), all.values()))
                .containsExactly("SEARCH t USING COVERING INDEX todo_open (task_id=? AND since>?)");
    }
}
