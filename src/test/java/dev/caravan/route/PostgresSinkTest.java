package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSinkTest extends SqlSinkContract {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void empty() throws Exception {
        run("DROP TABLE IF EXISTS ticket_triage", "DROP TYPE IF EXISTS urgency");
    }

    @Override
    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Test
    void fillsColumnsOfTheTypesThatATableHas() throws Exception {
        run(
                "CREATE TYPE urgency AS ENUM ('high', 'low')",
                "CREATE TABLE ticket_triage (task varchar(40), source_id varchar(40), revision int, category uuid,"
                        + " priority urgency, cost double precision, answer jsonb, seen timestamptz DEFAULT now(),"
                        + " PRIMARY KEY (task, source_id))");
        bench.publication(
                answers("a", "{\"category\":\"6f1c1c9e-7a0e-4c39-9a57-000000000001\",\"priority\":\"high\"}"));
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT category, priority, cost, answer ->> 'priority' FROM ticket_triage"))
                .containsExactly("6f1c1c9e-7a0e-4c39-9a57-000000000001|high|4.5e-05|high");
    }

    /** A trigger ends the connection of the sink in the middle of its second publication, as an administrator would. */
    @Test
    void losesNothingWhenTheConnectionIsCutInTheMiddleOfATransaction() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        run(
                "CREATE OR REPLACE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NEW; END $$",
                "CREATE TRIGGER cut BEFORE INSERT ON ticket_triage FOR EACH ROW"
                        + " WHEN (NEW.source_id = 'c') EXECUTE FUNCTION cut()");
        bench.publication(answers("b", "{\"category\":\"y\"}", "c", "{\"category\":\"z\"}"));
        assertThat(deliver()).isPresent();
        assertThat(query("SELECT source_id FROM ticket_triage")).containsExactly("a");
        run("DROP TRIGGER cut ON ticket_triage");
        clock.now = clock.now.plusSeconds(1);
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT source_id, revision FROM ticket_triage ORDER BY 1"))
                .containsExactly("a|1", "b|1", "c|1");
    }

    @Test
    void saysWhichIndexIsMissing() throws Exception {
        run("CREATE TABLE ticket_triage (task text, source_id text, revision int, category text, priority text,"
                + " cost numeric, answer jsonb)");
        bench.publication(answers("a", "{}"));
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why)
                        .hasMessageContaining(
                                "there is no unique or exclusion constraint matching the ON CONFLICT specification"));
    }

    @Test
    void saysWithoutTheValueWhatDoesNotFit() throws Exception {
        run("CREATE TABLE ticket_triage (task text, source_id text, revision int, category int, priority text,"
                + " cost numeric, answer jsonb, PRIMARY KEY (task, source_id))");
        bench.publication(answers("a", "{\"category\":\"a private word\"}"));
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why)
                        .hasMessage(
                                "table ticket_triage of database crm: a value does not fit its column or breaks a rule"
                                        + " of the table (SQLSTATE 22P02). The transaction was rolled back"));
    }
}
