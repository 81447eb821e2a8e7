package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether there is room is asked before every claim; it must cost no more than the open batches. */
class QuotaPlansTest {
    @TempDir
    Path folder;

    private List<String> plan(String sql) throws SQLException {
        Path file = folder.resolve("caravan.db");
        SqliteLedger.open(file, new TestClock()).close();
        try (Connection c = SqliteDb.connect(file)) {
            return Db.list(c, "EXPLAIN QUERY PLAN " + sql, r -> r.getString("detail"));
        }
    }

    @Test
    void sumsUpWhatIsEnqueuedFromTheIndexOfOpenBatchesAlone() throws SQLException {
        assertThat(plan(Admission.ENQUEUED))
                .first()
                .asString()
                .startsWith("SEARCH batch USING COVERING INDEX batch_load (state=?");
    }

    @Test
    void findsWhatIsTooLargeByTheSameIndex() throws SQLException {
        assertThat(plan(SqlQuotas.TOO_LARGE))
                .contains("SEARCH b USING INDEX batch_load (state=? AND credential=? AND model=? AND tokens_est>?)");
    }

    @Test
    void looksOnlyAtOpenBatchesForWhatIsReserved() throws SQLException {
        assertThat(plan(BudgetRows.RESERVED)).noneMatch(step -> step.startsWith("SCAN batch"));
        assertThat(plan(BudgetRows.ASSEMBLED)).noneMatch(step -> step.startsWith("SCAN batch"));
    }
}
