package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions taken home as labelled examples. */
class ExamplesPageTest {
    @TempDir
    Path folder;

    private static void decide(Workshop workshop, long record, Act act, @Nullable String why, @Nullable String value) {
        workshop.bean(Reviews.class).decide(new Decision(record, 1, act, "reviewer-2", why, value, null, null));
    }

    private static String edited(String id) {
        return Workshop.answer(id, "bug", "Late kettle", 0.9).toString();
    }

    @Test
    void areGivenWholeOrBrokenOff() throws IOException, SQLException {
        try (Workshop workshop = Workshop.open(folder, "when: 'confidence < 0.7', after-attempts: 1")) {
            String body = "x".repeat(40_000);
            workshop.answered(
                    List.of(
                            Workshop.ticket("T-1", "a", body),
                            Workshop.ticket("T-2", "a", body),
                            Workshop.ticket("T-3", "a", body),
                            Workshop.ticket("T-4", "a", body)),
                    id -> Workshop.answer(id, "billing", "Late order", 0.5).toString());
            decide(workshop, 1, Act.EDIT, null, edited("T-1"));
            decide(workshop, 2, Act.REJECT, "spam", null);
            decide(workshop, 3, Act.APPROVE, null, null);
            decide(workshop, 4, Act.EDIT, null, edited("T-4"));
            Client reviewer = workshop.server().login("reviewer-1");
            assertThat(reviewer.get("/review?task=tickets").body()).contains("/review/examples?task&#x3D;tickets");
            assertThat(reviewer.get("/review/examples?task=tickets").body())
                    .contains("<option selected>tickets</option>");

            HttpResponse<String> given = reviewer.get("/review/examples.jsonl?task=tickets&since=2020-01-01");
            assertThat(given.statusCode()).isEqualTo(200);
            assertThat(given.headers().firstValue("Content-Type").orElse("")).startsWith("application/jsonl");
            assertThat(given.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"examples-tickets.jsonl\"");
            List<String> lines = given.body().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0))
                    .startsWith("{\"task\":\"tickets\",\"source_id\":\"T-1\"")
                    .contains("\"summary\":\"Late order\"", "\"expected\":" + edited("T-1"))
                    .contains("\"actor\":\"reviewer-2\"");
            assertThat(lines.get(1)).contains("\"source_id\":\"T-4\"");
            assertThat(reviewer.get("/review/examples.jsonl?task=tickets&approved=true")
                            .body()
                            .lines())
                    .hasSize(3);
            assertThat(reviewer.get("/review/examples.jsonl?task=tickets&since=2999-01-01")
                            .body())
                    .isEmpty();

            HttpResponse<String> noDay = reviewer.get("/review/examples.jsonl?task=tickets&since=%3Cb%3E");
            assertThat(noDay.statusCode()).isEqualTo(422);
            assertThat(noDay.body()).contains("&quot;&lt;b&gt;&quot; is no day").doesNotContain("<b>");
            HttpResponse<String> noTask = reviewer.get("/review/examples.jsonl?task=..%2Fx");
            assertThat(noTask.statusCode()).isEqualTo(422);
            assertThat(noTask.body()).contains("Choose a task");
            assertThat(workshop.server()
                            .login("reader")
                            .get("/review/examples.jsonl?task=tickets")
                            .statusCode())
                    .isEqualTo(403);

            // The first line is on its way when the last one turns out to be of a recipe that nobody knows.
            Path ledger = folder.resolve("data/ledger/caravan.db");
            try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                    Statement damage = c.createStatement()) {
                damage.executeUpdate("UPDATE decision SET recipe_id = 999 WHERE record_id = 4");
            }
            assertThatThrownBy(() -> reviewer.get("/review/examples.jsonl?task=tickets"))
                    .hasCauseInstanceOf(IOException.class);
        }
    }
}
