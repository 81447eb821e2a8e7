package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked every few seconds for metrics looks at counters and at what is open, never at records or all that is over. */
class BacklogPlansTest {
    @TempDir
    Path folder;

    @Test
    void noRecordAndNoFinishedBatchIsReadForMetrics() throws Exception {
        Path file = folder.resolve("caravan.db");
        SqliteLedger.open(file, new TestClock()).close();
        Map<String, Map<Integer, Class<?>>> asked = new ConcurrentHashMap<>();
        TestClock clock = new TestClock();
        Owner owner = new Owner("abc123", 1, 1);
        try (Db db = new RecordingDb(SqliteDb.openToRead(file), asked)) {
            Backlog backlog = new SqlBacklog(
                    db, new SqlAssembly(db, 1, clock), new SqlRecipes(db), new BatchClaims(owner, clock), clock);
            backlog.records();
            backlog.drops();
            backlog.batches();
            backlog.reviews();
            backlog.deliveries();
            backlog.notices();
        }
        List<String> steps = new ArrayList<>();
        try (Connection c = SqliteDb.connect(file)) {
            for (String sql : asked.keySet()) {
                steps.addAll(plan(c, sql));
            }
            steps.addAll(plan(c, SqlBacklog.HELD));
            steps.addAll(plan(c, SqlBacklog.DUE));
        }
        assertThat(steps)
                .contains(
                        "SEARCH b USING INDEX batch_due (state<?)",
                        "SEARCH b USING INDEX batch_due (state=? AND next_due<?)",
                        "SEARCH h USING COVERING INDEX todo_next (task_id=? AND kind=?)",
                        "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)",
                        "SCAN v USING COVERING INDEX delivery_given_up")
                .doesNotContain("SCAN v")
                .noneMatch(step -> step.matches("SCAN (r|b|h|record|batch|publication|p|chunk).*"))
                .noneMatch(step -> step.startsWith("CORRELATED LIST"));
    }

    private static List<String> plan(Connection c, String sql) throws SQLException {
        Object[] values = new Object[(int) sql.chars().filter(one -> one == '?').count()];
        Arrays.fill(values, 1);
        return Db.list(c, "EXPLAIN QUERY PLAN " + sql, r -> r.getString("detail"), values);
    }
}
