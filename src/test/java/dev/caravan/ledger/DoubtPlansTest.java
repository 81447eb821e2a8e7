package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look through a provider's list asks the ledger for every batch in it; no question may read a whole table. */
class DoubtPlansTest {
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
    void asksForAProviderIdByItsIndex() throws SQLException {
        assertThat(plan(SqlDoubts.OURS))
                .containsExactly(
                        "SEARCH t USING COVERING INDEX try_provider (provider_id=?)",
                        "SEARCH b USING COVERING INDEX batch_of_credential (credential=? AND id=? AND rowid=?)");
    }

    @Test
    void asksForSizesByIndexes() throws SQLException {
        assertThat(plan(SqlDoubts.SIZES))
                .contains("SEARCH batch USING INDEX batch_sizes (credential=? AND assembled_at>?)")
                .noneMatch(step -> step.startsWith("SCAN"));
    }

    @Test
    void asksForInputsWitnessesAndTheLastBatchByIndexes() throws SQLException {
        assertThat(plan(SqlTwins.BY_INPUT)).noneMatch(step -> step.startsWith("SCAN"));
        assertThat(plan(SqlInputs.GONE)).contains("SEARCH t USING INDEX try_input (file_id=?)");
        assertThat(plan(SqlInputs.LEFT)).contains("SCAN t USING INDEX try_left");
        assertThat(plan(SqlOutputs.LEFT))
                .contains("SCAN t USING INDEX try_remains")
                .noneMatch(step -> step.matches("SCAN (b|w|o|f)\\b.*"));
        assertThat(plan(SqlOutputs.REFUSED)).noneMatch(step -> step.startsWith("SCAN try "));
        assertThat(plan(SqlBatches.WITNESSES))
                .contains("SEARCH batch USING INDEX batch_accepted (credential=? AND submitted_at>?)");
        assertThat(plan(SqlDoubts.LAST))
                .contains("SEARCH batch USING COVERING INDEX batch_sizes (credential=? AND assembled_at>?)");
        assertThat(plan(SqlTwins.DUE)).contains("SEARCH t USING INDEX twin_open (next_due<?)");
    }
}
