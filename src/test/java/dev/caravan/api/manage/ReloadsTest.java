package dev.caravan.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Reloads;
import dev.caravan.ledger.Reloads.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Reloads over HTTP, as the contract has them, and on their page. RunningTest has what a process makes of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReloadsTest extends ContractCalls {
    private static final String RELOADS = "/api/reloads";
    private static final String ONE = "GET " + RELOADS + "/{reload}";

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

    private static JsonNode ask(String name, int status, String body) throws IOException {
        return as(name, status, "POST " + RELOADS, RELOADS, body);
    }

    @Test
    @Order(1)
    void anOperatorAsksAndSeesWhatEachNodeMadeOfIt() throws IOException {
        JsonNode asked = ask("operator", 202, "{\"why\": \" a new prompt \"}");
        long id = asked.path("id").asLong();
        assertThat(asked.path("actor").asText()).isEqualTo("operator");
        assertThat(asked.path("why").asText()).isEqualTo("a new prompt");
        assertThat(asked.path("nodes")).isEmpty();

        Reloads reloads = workshop.ledger().reloads();
        reloads.begin(id, "p", "node 1");
        assertThat(as("reader", 200, ONE, RELOADS + "/" + id, "")
                        .at("/nodes/0/outcome")
                        .asText())
                .isEqualTo("under_way");
        reloads.end(id, "p", Outcome.REFUSED, Duration.ZERO, "first <b>problem</b>\nsecond");
        JsonNode node = as("reader", 200, ONE, RELOADS + "/" + id, "").at("/nodes/0");
        assertThat(node.path("node").asText()).isEqualTo("node 1");
        assertThat(node.path("outcome").asText()).isEqualTo("refused");
        assertThat(node.path("said")).extracting(JsonNode::asText).containsExactly("first <b>problem</b>", "second");
        assertThat(as("reader", 200, "GET " + RELOADS, RELOADS, "")
                        .at("/data/0/id")
                        .asLong())
                .isEqualTo(id);

        Client reader = workshop.server().login("reader");
        assertThat(reader.get("/reload").body())
                .contains(
                        "by operator</h3>",
                        "a new prompt",
                        "refused, it runs on with what it had",
                        "first &lt;b&gt;problem&lt;/b&gt;")
                .doesNotContain("Take over the files", "<b>problem");
    }

    @Test
    @Order(1)
    void thePageAsksToo() throws IOException {
        Client operator = workshop.server().login("operator");
        assertThat(operator.post("/reload", Map.of("why", "from the page")).statusCode())
                .isEqualTo(303);
        assertThat(operator.get("/reload").body()).contains("is asked for. One node after the other does it");
        assertThat(workshop.ledger().reloads().newest(1).get(0).wish())
                .extracting(Reloads.Wish::actor, Reloads.Wish::why)
                .containsExactly("operator", "from the page");
        assertThat(workshop.server().login("reader").post("/reload", Map.of()).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Order(1)
    void whoeverIsLimitedToAWorkspaceNeitherAsksNorLooks() throws IOException {
        ask("outsider", 403, "{}");
        as("outsider", 403, "GET " + RELOADS, RELOADS, "");
        as("outsider", 404, ONE, RELOADS + "/1", "");
        Client outsider = workshop.server().login("outsider");
        assertThat(outsider.get("/reload").statusCode()).isEqualTo(404);
        assertThat(outsider.post("/reload", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void noStatusOfTheContractIsOnlyWritten() throws IOException {
        ask(401, "GET " + RELOADS, RELOADS, "");
        ask(401, "POST " + RELOADS, RELOADS, "{}");
        ask(401, ONE, RELOADS + "/1", "");
        ask(403, ONE, RELOADS + "/1", "", "x-api-key", submitter());
        as("operator", 404, ONE, RELOADS + "/999999", "");
        ask("operator", 400, "{\"why\": \"" + "x".repeat(1001) + "\"}");
        ask(403, "GET " + RELOADS, RELOADS, "", "x-api-key", submitter());
        assertThat(contract.unreached(RELOADS)).isEmpty();
    }

    private static String submitter() {
        return new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("shop", "default", List.of("submit"), "1h", "admin"))
                .text();
    }
}
