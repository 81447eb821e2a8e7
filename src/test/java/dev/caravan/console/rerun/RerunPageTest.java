package dev.caravan.console.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.rerun.Reruns;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerunPageTest {
    @TempDir
    Path folder;

    private Workshop workshop;
    private Client operator;

    @BeforeEach
    void open() throws IOException {
        workshop = Workshop.open(folder, "after-attempts: 3");
        operator = workshop.server().login("operator");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b"), Workshop.ticket("T-2", "a", "b")),
                id -> Workshop.answer(id, id.equals("T-1") ? "nonsense" : "billing", "Late order", 0.9)
                        .toString());
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void showsHowManyAndWhatItCostsAndBeginsOnlyAfterAYes() {
        Map<String, String> filter = Map.of("task", "tickets", "state", "invalid_output", "why", "new prompt");
        assertThat(operator.get("/rerun").body())
                .contains("Nothing is sent before you say yes", "<option>tickets</option>");
        HttpResponse<String> preview = operator.post("/rerun", filter);
        assertThat(preview.body())
                .contains(
                        "1 records go again", "version 1 with gpt-5-mini", "about $", "name=\"expected\" value=\"1\"");
        assertThat(workshop.bean(Reruns.class).newest(5)).isEmpty();

        HttpResponse<String> stale = operator.post(
                "/rerun", Map.of("task", "tickets", "state", "invalid_output", "why", "new prompt", "expected", "7"));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("There are 1 now, not 7");
        HttpResponse<String> without = operator.post(
                "/rerun", Map.of("task", "tickets", "state", "invalid_output", "why", " ", "expected", "1"));
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("it must be given, for it is kept");

        HttpResponse<String> begun = operator.post(
                "/rerun", Map.of("task", "tickets", "state", "invalid_output", "why", "new prompt", "expected", "1"));
        assertThat(begun.statusCode()).isEqualTo(303);
        assertThat(operator.get("/rerun").body())
                .contains(
                        "Rerun 1 has begun: 1 records go again.", "<td data-name=\"Who\">operator</td>", "new prompt");
        assertThat(workshop.bean(Reruns.class).newest(5))
                .singleElement()
                .satisfies(one -> assertThat(one.actor() + " " + one.why()).isEqualTo("operator new prompt"));
    }

    @Test
    void saysWhatIsWrongWithAFilter() {
        HttpResponse<String> refused = operator.post("/rerun", Map.of("task", "tickets", "from", "yesterday"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("from &quot;yesterday&quot; is no time", "value=\"yesterday\"");
    }
}
