package dev.caravan.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditPageTest {
    private static final String EVIL = "<script>alert(1)</script>";

    @TempDir
    Path folder;

    @Test
    void tellsWhoAndWhatMadeEachValueOfARecord() throws IOException {
        try (Workshop workshop = Workshop.open(folder, "when: 'confidence < 0.7', after-attempts: 1")) {
            workshop.answered(
                    List.of(Workshop.ticket("T-1", "a", "b")),
                    id -> Workshop.answer(id, "billing", EVIL, 0.5).toString());
            Client reader = workshop.server().login("reader");
            assertThat(reader.get("/audit").body()).contains("<option>tickets</option>");
            assertThat(reader.get("/audit?task=tickets&id=T-1").body()).contains("review required", "Open in review");

            workshop.bean(Reviews.class)
                    .decide(new Decision(
                            1,
                            1,
                            Act.EDIT,
                            "reviewer-1",
                            "the summary was code",
                            Workshop.answer("T-1", "legal", "Asks for a refund", 0.9)
                                    .toString(),
                            null,
                            null));
            String page = reader.get("/audit?task=tickets&id=T-1").body();
            assertThat(page)
                    .contains(
                            "Revision 1: completed",
                            "<a href=\"/records/1\">Record 1</a>",
                            ">drop 1, line 1 of inbox/tickets/drop-1.jsonl</li>",
                            "a person decided the value",
                            "<strong>reviewer-1</strong>: edit",
                            "the summary was code",
                            "Asks for a refund",
                            "simulator/gpt-5-mini",
                            "&lt;script&gt;alert(1)")
                    .doesNotContain(EVIL);

            HttpResponse<String> nothing = reader.get("/audit?task=tickets&id=%3Cb%3E");
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.body())
                    .contains("The ledger knows no record", "&lt;b&gt;")
                    .doesNotContain("<b>");
        }
    }

    @Test
    void aPersonIsAskedAboutTheNewestRevision() throws IOException {
        try (Workshop workshop = Workshop.open(folder, "after-attempts: 3")) {
            workshop.answered(
                    List.of(Workshop.ticket("T/1 ü", "a", "b")),
                    id -> Workshop.answer(id, "billing", "Late order", 0.9).toString());
            String page = "/audit?task=tickets&id=T/1%20%C3%BC";
            Client reader = workshop.server().login("reader");
            assertThat(reader.get(page).body())
                    .contains("Revision 1: completed")
                    .doesNotContain("Ask a person");
            Map<String, String> asked =
                    Map.of("task", "tickets", "id", "T/1 ü", "record", "1", "why", "<b>late</b> twice?");
            assertThat(reader.post("/audit/ask", asked).statusCode()).isEqualTo(403);

            Client reviewer = workshop.server().login("reviewer-1");
            assertThat(reviewer.get(page).body()).contains("Ask a person", "name=\"record\" value=\"1\"");
            assertThat(reviewer.postRaw("/audit/ask", "task=tickets&id=T%2F1&record=1&why=x")
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> without =
                    reviewer.post("/audit/ask", Map.of("task", "tickets", "id", "T/1 ü", "record", "1", "why", " "));
            assertThat(without.statusCode()).isEqualTo(422);
            assertThat(without.body()).contains("Say in a few words what to look for", "Revision 1: completed");
            assertThat(workshop.ledger().openItems().find(1)).isEmpty();

            HttpResponse<String> done = reviewer.post("/audit/ask", asked);
            assertThat(done.statusCode()).isEqualTo(303);
            String where = done.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
            assertThat(reviewer.get(where).body())
                    .contains(
                            "It is open for review now.",
                            "Revision 1: review required",
                            "<strong>reviewer-1</strong>: ask",
                            "&lt;b&gt;late&lt;/b&gt; twice?",
                            "Open in review")
                    .doesNotContain("Ask a person");
            assertThat(workshop.ledger().openItems().find(1).orElseThrow().reason())
                    .isEqualTo("review.manual");

            HttpResponse<String> twice = reviewer.post("/audit/ask", asked);
            assertThat(twice.statusCode()).isEqualTo(409);
            assertThat(twice.body()).contains("Nobody was asked. Record 1 is review_required", "Revision 1");
            assertThat(workshop.ledger().decisions().of(1)).hasSize(1);
        }
    }
}
