package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages ask of costs is read from indexes alone where batches are many, whatever their members are. */
class SpendingPlansTest {
    @TempDir
    Path folder;

    @Test
    void noBatchIsReadForASum() throws Exception {
        Path file = folder.resolve("caravan.db");
        SqliteLedger.open(file, new TestClock()).close();
        Map<String, Map<Integer, Class<?>>> asked = new ConcurrentHashMap<>();
        try (Db db = new RecordingDb(SqliteDb.openToRead(file), asked)) {
            Spending spending = new SqlSpending(db);
            Lists lists = new SqlLists(db);
            for (Set<String> tasks : new ArrayList<>(List.of(Set.of("triage"), Set.<String>of()))) {
                lists.costs(tasks, 1, 2);
                spending.stored(tasks);
                spending.again(tasks, 1, 2);
                spending.decided(tasks, 1, 2);
                spending.underWay(tasks);
                spending.queued(tasks);
            }
            lists.costs(null, 1, 2);
            spending.stored(null);
            spending.again(null, 1, 2);
            spending.decided(null, 1, 2);
            spending.underWay(null);
            spending.queued(null);
            lists.answers(1);
        }
        List<String> steps = new ArrayList<>();
        try (Connection c = SqliteDb.connect(file)) {
            for (String sql : asked.keySet()) {
                steps.addAll(plan(c, sql));
            }
            assertThat(steps)
                    .filteredOn(step -> step.matches("(SCAN|SEARCH) (b|p|batch|publication) .*"))
                    .containsOnly(
                            "SEARCH b USING COVERING INDEX batch_day (<expr>>? AND <expr><?)",
                            "SEARCH b USING COVERING INDEX batch_stored (task_id=? AND purge<?)",
                            "SEARCH p USING COVERING INDEX publication_stored (task_id=? AND purge<?)",
                            "SEARCH batch USING COVERING INDEX batch_answers (task_id=?)",
                            "SEARCH b USING INDEX batch_due (state=?)");
            assertThat(steps).noneMatch(step -> step.matches("SCAN (f|d|s|e|drop|effort|result_file).*"));
            assertThat(plan(c, BudgetRows.RESERVED)).containsExactly("SEARCH batch USING INDEX batch_due (state=?)");
        }
    }

    private static List<String> plan(Connection c, String sql) throws SQLException {
        Object[] values = new Object[(int) sql.chars().filter(one -> one == '?').count()];
        Arrays.fill(values, 1);
        return Db.list(c, "EXPLAIN QUERY PLAN " + sql, r -> r.getString("detail"), values);
    }
}
