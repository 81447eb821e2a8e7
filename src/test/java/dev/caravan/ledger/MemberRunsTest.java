package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A statement on the members of a batch must not look at the other records, however many there are. */
class MemberRunsTest {
    private static final String BY_RUN = "SEARCH r USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";

    @TempDir
    Path folder;

    private List<String> plan(String sql) throws SQLException {
        Path file = folder.resolve("caravan.db");
        SqliteLedger.open(file, new TestClock()).close();
        try (Connection c = SqliteDb.connect(file)) {
            MemberRuns.fill(c, List.of(new Members.Run(1, 10, 1)));
            return Db.list(c, "EXPLAIN QUERY PLAN " + sql, r -> r.getString("detail"));
        }
    }

    @Test
    void readsMembersByTheirRunsAlone() throws SQLException {
        assertThat(plan("SELECT r.id" + MemberRuns.RECORDS
                        + " WHERE r.batch_id = 1 AND r.state = 2 AND r.pub_id IS NULL"
                        + " AND r.current = 1 ORDER BY m.first_id, r.id"))
                .containsExactly("SCAN m", BY_RUN);
    }

    @Test
    void updatesMembersByTheirRunsAlone() throws SQLException {
        assertThat(plan("UPDATE record AS r SET state = 2 FROM temp.run m WHERE" + MemberRuns.IN_RUN
                        + "AND r.state = 1 AND r.current = 1 AND r.attempt = m.attempt - 1 AND +r.task_id = 1"))
                .containsExactly("SCAN m", BY_RUN);
    }
}
