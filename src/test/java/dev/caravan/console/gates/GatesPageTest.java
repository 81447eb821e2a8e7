package dev.caravan.console.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatesPageTest {
    @TempDir
    Path folder;

    @Test
    void showsWhatKeepsADropBackAndOpensItForAReason() throws IOException {
        try (Workshop workshop = Workshop.open(
                folder, "sample: 100%", "", yaml -> yaml.replace("gate: auto", "gate: after-sample, max-error: 5%"))) {
            Client reader = workshop.server().login("reader");
            assertThat(reader.get("/gates").body()).contains("No gate is closed");
            assertThat(reader.get("/review").body()).contains("href=\"/gates\"");
            workshop.answered(
                    List.of(Workshop.ticket("T-1", "a", "b"), Workshop.ticket("T-2", "a", "b")),
                    id -> Workshop.answer(id, "billing", "Late order", 0.9).toString());
            Reviews reviews = workshop.bean(Reviews.class);
            reviews.decide(new Decision(1, 1, Act.APPROVE, "reviewer-1", null, null, null, null));
            assertThat(reader.get("/gates").body())
                    .contains(
                            "Drop 1 <span class=\"soft\">· tickets · after-sample",
                            ">inbox/tickets/drop-1.jsonl</p>",
                            "<dt>Valid results held back</dt><dd>1</dd>",
                            "0 of 1 decided were edited or rejected (0 %, allowed 5 %), 1 open",
                            "<dd>1 records of its sample are not decided</dd>",
                            "<a href=\"/review?drop&#x3D;1\">1</a>")
                    .doesNotContain("Open the gate");
            reviews.decide(new Decision(2, 1, Act.REJECT, "reviewer-1", "spam", null, null, null));

            Client operator = workshop.server().login("operator");
            assertThat(operator.get("/gates").body())
                    .contains("<dd>Its sample has 50 % errors, more than max-error 5 %</dd>", "Open the gate");
            assertThat(operator.postRaw("/gates", "drop=1&why=x").statusCode()).isEqualTo(403);
            Map<String, String> form = Map.of("drop", "1", "why", "the customer waits");
            reader.get("/review");
            assertThat(reader.post("/gates", form).statusCode()).isEqualTo(403);
            HttpResponse<String> without = operator.post("/gates", Map.of("drop", "1", "why", " "));
            assertThat(without.statusCode()).isEqualTo(422);
            assertThat(without.body()).contains("Drop 1 was not opened");
            assertThat(workshop.ledger().gates().pending(List.of(Workshop.TASK)))
                    .isEqualTo(Map.of(1L, 1L));

            assertThat(operator.post("/gates", form).statusCode()).isEqualTo(303);
            assertThat(operator.get("/gates").body()).contains("The gate of drop 1 is open", "No gate is closed");
            assertThat(workshop.ledger().gates().pending(List.of(Workshop.TASK)))
                    .isEmpty();
            assertThat(workshop.ledger().events().of("drop 1", 1))
                    .extracting(Events.Event::kind, Events.Event::actor, Events.Event::body)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(
                            EventKind.GATE_OPENED,
                            "operator",
                            "Its results are published from now on, whatever its gate is. Why: the customer waits"));
            HttpResponse<String> twice = operator.post("/gates", form);
            assertThat(twice.statusCode()).isEqualTo(409);
            assertThat(twice.body()).contains("is not closed any more");
        }
    }
}
