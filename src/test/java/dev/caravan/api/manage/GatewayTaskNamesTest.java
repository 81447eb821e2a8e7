package dev.caravan.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of the gateway have slashes in their names: {@code %2F} in a path, as programs made from the contract write them. */
class GatewayTaskNamesTest extends ContractCalls {
    private static final String NAME = "gateway/default/chat/fast";
    private static final String AT = "/api/tasks/gateway%2Fdefault%2Fchat%2Ffast";
    private static final String STRANGE =
            "The path or a header has what is not taken here, such as an encoded slash (%2F),"
                    + " a semicolon, two slashes or dots in a row. Only names of tasks below /api/tasks/ may have %2F";

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void start() throws Exception {
        workshop = Workshop.open(folder, "sample: 0%");
        open(workshop.server());
        workshop.ledger().recipes().taskId(NAME);
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static String key(String workspace) {
        return new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("ops", workspace, List.of("operate"), "1h", "admin"))
                .text();
    }

    @Test
    void itIsReadStoppedAndLetGoLikeAnyOther() throws Exception {
        for (String path : List.of(AT, AT.replace("%2F", "%2f"))) {
            JsonNode task = as("reader", 200, "GET /api/tasks/{task}", path, "");
            assertThat(task.at("/task/name").asText()).isEqualTo(NAME);
            assertThat(task.at("/task/workspace").asText()).isEqualTo("default");
            assertThat(task.at("/task/folder").isNull()).isTrue();
        }
        as("admin", 202, "POST /api/tasks/{task}/cancel", AT + "/cancel", "");
        as("admin", 202, "POST /api/tasks/{task}/release", AT + "/release", "");
        assertThat(workshop.ledger().requests().open(Set.of(Kind.CANCEL, Kind.RELEASE)))
                .extracting(request -> request.wish().kind() + " "
                        + request.wish().about() + " " + request.wish().value())
                .containsExactly(
                        Kind.CANCEL + " " + About.TASK + " " + NAME, Kind.RELEASE + " " + About.TASK + " " + NAME);
    }

    @Test
    void itTakesNoFilesAndHasNoSample() throws Exception {
        for (String one :
                List.of("POST /api/tasks/{task}/drops ?name=a.jsonl", "POST /api/tasks/{task}/sample ?name=a.jsonl")) {
            String operation = one.substring(0, one.lastIndexOf(' '));
            String path =
                    AT + operation.substring(operation.lastIndexOf('/')) + one.substring(one.lastIndexOf(' ') + 1);
            JsonNode problem = as("admin", 422, operation, path, "{}");
            assertThat(problem.path("detail").asText())
                    .isEqualTo("task: takes no files: its requests come over /v1/batches, whole");
        }
        assertThat(folder.resolve("data/inbox/gateway")).doesNotExist();
    }

    @Test
    void oneThatNobodyUsedIsNotThereAndIsNotMadeByLooking() throws Exception {
        for (String other : List.of(
                "gateway%2Fdefault%2Fchat%2Fcareful", "gateway%2Fdefault%2Fchat", "..%2Fkeys", "%2F", "a%2F..%2Fb")) {
            as("admin", 404, "GET /api/tasks/{task}", "/api/tasks/" + other, "");
        }
        assertThat(workshop.ledger().recipes().taskNames("gateway/")).containsExactly(NAME);
    }

    @Test
    void oneOfAnotherWorkspaceIsNotThere() throws Exception {
        ask(200, "GET /api/tasks/{task}", AT, "", "x-api-key", key("default"));
        ask(404, "GET /api/tasks/{task}", AT, "", "x-api-key", key("sales"));
        ask(404, "POST /api/tasks/{task}/cancel", AT + "/cancel", "", "x-api-key", key("sales"));
        ask(401, "GET /api/tasks/{task}", AT, "");
        ask(403, "POST /api/tasks/{task}/cancel", AT + "/cancel", "", "Authorization", basic("reader"));
    }

    /** Whatever else is strange about a path is refused, below the tasks as anywhere. */
    @Test
    void slashesAreNoWayAroundTheDoors() throws Exception {
        for (String path : List.of(
                "/api/drops/1%2F2",
                "/api%2Fkeys",
                "/api/tasks%2Fx",
                AT + "/..;/cancel",
                AT + "%252Fx",
                AT + "%00",
                "/api/tasks/%2e%2e/keys%2F")) {
            HttpResponse<String> reply = send("GET", path, "", "Authorization", basic("admin"));
            assertThat(reply.statusCode()).as(path + reply.body()).isEqualTo(400);
            // The web server itself refuses a zero, and what is not below /api/ has no problems.
            if (path.startsWith("/api/") && !path.contains("%00")) {
                assertThat(JSON.readTree(reply.body()).path("detail").asText())
                        .as(path)
                        .isEqualTo(STRANGE);
            }
        }
        HttpResponse<String> submitting = send("GET", "/v1/batches/a%2Fb", "", "x-api-key", key("default"));
        assertThat(submitting.statusCode()).isEqualTo(400);
        contract.check(
                "GET /v1/batches/{id}",
                400,
                submitting.headers().firstValue("Content-Type").orElse(""),
                submitting.body());
        assertThat(JSON.readTree(submitting.body()).at("/error/message").asText())
                .isEqualTo(STRANGE);
    }
}
