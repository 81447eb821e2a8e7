package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.publish.sql.Databases;
import dev.caravan.publish.sql.SqlTestAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The SQL sink on a real database; the sample makes the table {@code ticket_triage}. */
abstract class SqlSinkContract extends SinkContract {
    private Databases databases;

    abstract String url() throws Exception;

    @Override
    String sample() {
        return "examples/routes/sinks/tickets-sql.camel.yaml";
    }

    @Override
    void startReceiver() throws Exception {
        databases = SqlTestAccess.databases(Map.of("caravan.databases.crm.url", url()));
    }

    @Override
    void bind() {
        rig.bind("sqlSink", SqlTestAccess.sink(databases, bench.columns()));
    }

    @AfterEach
    void closePools() {
        databases.close();
    }

    final void run(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Every row as text, columns with | between them. */
    final List<String> query(String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    @Override
    List<Stored> stored() throws Exception {
        List<Stored> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT source_id, revision, answer FROM ticket_triage")) {
            while (found.next()) {
                rows.add(stored(found.getString(1), found.getInt(2), found.getString(3)));
            }
        } catch (SQLException noTable) {
            return List.of();
        }
        return rows;
    }

    @Override
    void breakDown() throws Exception {
        run("CREATE TABLE ticket_triage (other integer)");
    }

    @Override
    void repair() throws Exception {
        run("DROP TABLE ticket_triage");
    }

    @Test
    void mapsAnswerFieldsToColumns() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\",\"priority\":\"high\"}", "b", "{\"category\":null}"));
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT task, source_id, revision, category, priority, cost FROM ticket_triage ORDER BY 2"))
                .containsExactly("triage|a|1|x|high|" + cost(), "triage|b|1|null|null|" + cost());
    }

    String cost() {
        return "0.000045";
    }

    @Test
    void aReplayBringsBackWhatIsGoneAndLeavesWhatIsNewer() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}", "b", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        bench.publication(answers("a", "{\"category\":\"y\"}"));
        assertThat(deliver()).isEmpty();
        run("DELETE FROM ticket_triage WHERE source_id = 'b'");
        bench.replay(1);
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT source_id, revision, category FROM ticket_triage ORDER BY 1"))
                .containsExactly("a|2|y", "b|1|x");
    }

    @Test
    void takesAWholePublicationOrNothing() throws Exception {
        run("CREATE TABLE ticket_triage (task text, source_id text, revision bigint, category text, priority text,"
                + " cost numeric, answer text, UNIQUE (task, source_id), CHECK (length(category) < 8))");
        Map<String, String> many = answers();
        for (int i = 0; i < 1000; i++) {
            many.put("T-" + i, "{\"category\":\"good\"}");
        }
        bench.publication(many);
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT count(*) FROM ticket_triage")).containsExactly("1000");
        bench.publication(answers("new", "{\"category\":\"good\"}", "T-1", "{\"category\":\"a private word\"}"));
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why)
                        .hasMessageContaining("The transaction was rolled back")
                        .message()
                        .doesNotContain("private")
                        .doesNotContain("T-1"));
        assertThat(query("SELECT count(*), max(revision) FROM ticket_triage")).containsExactly("1000|1");
    }

    @Test
    void storesWhatNoTextColumnTakes() throws Exception {
        bench.publication(answers("a", "{\"category\":\"nul \\u0000 half \\ud800 end\",\"priority\":\"\\\\u0000\"}"));
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT category, priority FROM ticket_triage"))
                .containsExactly("nul \uFFFD half \uFFFD end|\\u0000");
        assertThat(stored().get(0).answer().path("category").textValue()).isEqualTo("nul \uFFFD half \uFFFD end");
    }
}
