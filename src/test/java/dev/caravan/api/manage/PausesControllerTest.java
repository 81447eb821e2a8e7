package dev.caravan.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Pauses.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Pauses over HTTP, as the contract has them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PausesControllerTest extends ContractCalls {
    private static final String PAUSES = "/api/pauses";

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'", "", yaml -> yaml);
        open(workshop.server());
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static JsonNode pause(String name, int status, String body) throws IOException {
        return as(name, status, "POST " + PAUSES, PAUSES, body);
    }

    private static void resume(String name, int status, JsonNode pause) throws IOException {
        as(
                name,
                status,
                "DELETE " + PAUSES + "/{pause}",
                PAUSES + "/" + pause.path("id").asLong() + "?why=done",
                "");
    }

    private static List<String> paused() {
        return workshop.ledger().pauses().inForce().stream()
                .map(Pause::what)
                .map(Object::toString)
                .toList();
    }

    @Test
    @Order(1)
    void anOperatorPausesATaskAndItIsInTheLedgerWithWhoAndWhyUntilItIsResumed() throws IOException {
        String task =
                "{\"kind\":\"task\",\"name\":\"" + Workshop.TASK + "\",\"why\":\"moving the sink\",\"for\":\"2h\"}";
        JsonNode made = pause("operator", 201, task);
        assertThat(made.path("actor").asText()).isEqualTo("operator");
        assertThat(made.path("why").asText()).isEqualTo("moving the sink");
        assertThat(made.path("silent").asBoolean()).isFalse();
        assertThat(pause("operator", 200, task)).isEqualTo(made);
        assertThat(paused()).containsExactly("task " + Workshop.TASK);
        assertThat(read("GET " + PAUSES, "").path("data")).containsExactly(made);
        resume("operator", 204, made);
        resume("operator", 404, made);
        assertThat(paused()).isEmpty();
        assertThat(workshop.ledger().events().of("task " + Workshop.TASK, 9))
                .extracting(Events.Event::kind)
                .contains(EventKind.PAUSED, EventKind.RESUMED);
    }

    @Test
    @Order(1)
    void whoeverIsLimitedToAWorkspacePausesItsTasksAndOfTheOthersLearnsOnlyThatTheyArePaused() throws IOException {
        String key = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("own", "default", List.of("operate"), "1h", "admin"))
                .text();
        String credential = "{\"kind\":\"credential\",\"name\":\"simulated\",\"why\":\"key leaked\",\"silent\":true}";
        assertThat(JSON.readTree(ask(403, "POST " + PAUSES, PAUSES, credential, "x-api-key", key))
                        .path("detail")
                        .asText())
                .isEqualTo(
                        "Providers, credentials and batch models are paused and resumed by those who see all workspaces");
        assertThat(paused()).isEmpty();
        JsonNode made = pause("admin", 201, credential);
        JsonNode seen = JSON.readTree(ask(200, "GET " + PAUSES, PAUSES, "", "x-api-key", key))
                .at("/data/0");
        assertThat(seen.path("name").asText()).isEqualTo("simulated");
        assertThat(seen.path("actor").isNull()).isTrue();
        assertThat(seen.path("why").isNull()).isTrue();
        ask(403, "DELETE " + PAUSES + "/{pause}", PAUSES + "/" + made.path("id").asLong(), "", "x-api-key", key);
        ask(201, "POST " + PAUSES, PAUSES, "{\"kind\":\"task\",\"name\":\"" + Workshop.TASK + "\"}", "x-api-key", key);
        assertThat(as("outsider", 200, "GET " + PAUSES, PAUSES, "").path("data").toString())
                .doesNotContain(Workshop.TASK);
        for (JsonNode one : as("admin", 200, "GET " + PAUSES, PAUSES, "").path("data")) {
            resume("admin", 204, one);
        }
        assertThat(paused()).isEmpty();
    }

    @Test
    @Order(2)
    void noStatusOfTheContractIsOnlyWritten() throws IOException {
        ask(401, "GET " + PAUSES, PAUSES, "");
        ask(401, "POST " + PAUSES, PAUSES, "{}");
        ask(401, "DELETE " + PAUSES + "/{pause}", PAUSES + "/1", "");
        String key = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("shop", "default", List.of("submit"), "1h", "admin"))
                .text();
        ask(403, "GET " + PAUSES, PAUSES, "", "x-api-key", key);
        pause("outsider", 404, "{\"kind\":\"task\",\"name\":\"" + Workshop.TASK + "\"}");
        assertThat(contract.unreached(PAUSES)).isEmpty();
    }

    @Test
    @Order(1)
    void whatIsNotThereIsRefusedWithTheNamesThereAre() throws IOException {
        assertThat(pause("operator", 422, "{\"kind\":\"model\",\"name\":\"fats\"}")
                        .path("detail")
                        .asText())
                .startsWith("There is no batch model \"fats\"; there are ")
                .contains("fast");
        assertThat(pause("operator", 400, "{\"kind\":\"drop\",\"name\":\"4\"}")
                        .path("detail")
                        .asText())
                .isEqualTo("kind: must be one of provider, credential, model, task");
        assertThat(pause("operator", 422, "{\"kind\":\"model\",\"name\":\"fast\",\"for\":\"ever\"}")
                        .path("detail")
                        .asText())
                .contains("\"ever\" is no time that a pause can last");
    }
}
