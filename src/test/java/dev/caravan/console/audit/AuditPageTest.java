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
}
