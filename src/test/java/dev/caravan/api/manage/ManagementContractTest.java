package dev.caravan.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.batch.Assemble;
import dev.caravan.console.Workshop;
import dev.caravan.intake.Read;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Publication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Every operation below {@code /api} over a real web server and a real ledger: each status that the contract has is reached. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagementContractTest extends ContractCalls {
    @TempDir
    static Path folder;

    private static Workshop workshop;

    /** Two tickets, one of them open for review, and a row that was refused; a publication that its sink does not have. */
    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'");
        open(workshop.server());
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "Refund", "Give it back"),
                        Workshop.ticket("T-2", "Refund", "Give it back, too"),
                        Workshop.ticket("T-3", "Refund", "And this"),
                        "{\"ticket_id\": \"T-4\"}"),
                id -> Workshop.answer(id, "billing", "Wants a refund", id.equals("T-2") ? 0.9 : 0.5)
                        .toString());
        int task = workshop.ledger().recipes().taskId(Workshop.TASK);
        called(workshop.ledger().realTimeCosts(), task);
        var publications = workshop.ledger().publications();
        Publication made = publications.open(task, 10).orElseThrow();
        publications.sealed(
                made.id(), new Content("publications/1/content.jsonl", 1, "sha", 1), List.of("answers-jsonl"));
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    @Test
    @Order(1)
    void nobodyComesInWithoutALoginOrWithoutTheRole() throws IOException {
        String submitting = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("shop", "default", List.of("submit"), "1h", "admin"))
                .text();
        for (String operation : operations().keySet()) {
            String path = path(operation, "1");
            JsonNode problem = JSON.readTree(ask(401, operation, path, ""));
            assertThat(problem.path("type").asText()).isEqualTo("/docs/api.md#no-login");
            assertThat(problem.path("instance").asText()).isEqualTo(path);
            JsonNode refused = JSON.readTree(ask(403, operation, path, "", "x-api-key", submitting));
            assertThat(refused.path("detail").asText()).isEqualTo("The roles of this user or key do not allow it");
        }
    }

    @Test
    @Order(2)
    void whatIsNotThereAndWhatIsOfOthersIsNotFound() throws IOException {
        List<String> bodies = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : operations().entrySet()) {
            if (one.getValue().path("responses").has("404")) {
                boolean named = one.getKey().contains("{");
                String query = one.getKey().endsWith("/drops") && named ? "?name=a.jsonl" : "";
                String own = "?task=" + Workshop.TASK + "&source-id=T-1";
                String path = named ? path(one.getKey(), "777777") + query : path(one.getKey(), "") + own;
                if (one.getKey().endsWith("records.jsonl")) {
                    path = "/api/records.jsonl?drop=1";
                }
                String body = example(one.getValue()).replace("\"tickets\"", "\"" + Workshop.TASK + "\"");
                JsonNode problem = as("outsider", 404, one.getKey(), path, body);
                bodies.add(problem.path("detail").asText());
            }
        }
        assertThat(bodies).hasSizeGreaterThan(25).containsOnly("There is nothing here under this name or number");
        assertThat(as("admin", 404, "GET /api/drops/{drop}", "/api/drops/1x", "")
                        .path("title")
                        .asText())
                .isEqualTo("Not found");
    }

    @Test
    @Order(3)
    void whatCanNotBeReadIsSaidByField() throws IOException {
        for (Map.Entry<String, JsonNode> one : operations().entrySet()) {
            JsonNode parameters = one.getValue().path("parameters");
            if (one.getValue().path("responses").has("400")) {
                boolean body = !one.getValue()
                        .at("/requestBody/content/application~1json")
                        .isMissingNode();
                boolean paged = parameters.toString().contains("parameters/Limit");
                String query = paged ? "?limit=0" : one.getKey().endsWith("/costs") ? "?from=x" : "";
                as("admin", 400, one.getKey(), path(one.getKey(), "1") + query, body ? "{" : "");
            }
        }
        JsonNode problem = as("reader", 400, "GET /api/drops", "/api/drops?state=gone", "");
        assertThat(problem.path("errors").toString())
                .isEqualTo("[{\"field\":\"state\",\"reason\":\"must be one of arriving, received, reading, sealed,"
                        + " failed, void\"}]");
        assertThat(as("reader", 400, "GET /api/records", "/api/records", "")
                        .path("detail")
                        .asText())
                .isEqualTo("drop: must be given, or task and source-id: records are listed drop by drop");
        assertThat(as("admin", 400, "POST /api/keys", "/api/keys", "{\"roles\": 3}")
                        .path("detail")
                        .asText())
                .isEqualTo("roles: is not of the kind that is wanted here");
    }

    @Test
    @Order(4)
    void everythingIsReadPageByPage() throws IOException {
        assertThat(read("GET /api/tasks", "").at("/data/0/name").asText()).isEqualTo(Workshop.TASK);
        JsonNode task = as("reader", 200, "GET /api/tasks/{task}", "/api/tasks/tickets", "");
        assertThat(task.at("/recipes/0/valid").asInt()).isEqualTo(3);
        assertThat(task.at("/recipes/0/invalid_rate").asDouble()).isZero();
        assertThat(read("GET /api/models", "").path("data").size()).isGreaterThan(1);
        JsonNode model = as("reader", 200, "GET /api/models/{model}", "/api/models/fast", "");
        assertThat(model.path("tasks").toString()).isEqualTo("[\"tickets\"]");
        String credential = model.path("credential").asText();
        assertThat(read("GET /api/credentials", "").findValuesAsText("name")).contains(credential);
        as("reader", 200, "GET /api/credentials/{credential}", "/api/credentials/" + credential, "");

        assertThat(read("GET /api/drops", "?task=tickets&state=sealed&from=2000-01-01")
                        .path("data")
                        .size())
                .isEqualTo(1);
        JsonNode drop = as("reader", 200, "GET /api/drops/{drop}", "/api/drops/1", "");
        assertThat(drop.path("counts").toString())
                .isEqualTo("{\"read\":4,\"refused\":1,\"duplicate\":0,\"unchanged\":0,\"stale\":0,"
                        + "\"states\":{\"completed\":1,\"review_required\":2}}");
        JsonNode refusals = as("reader", 200, "GET /api/drops/{drop}/refusals", "/api/drops/1/refusals", "");
        assertThat(refusals.at("/data/0/line").asInt()).isEqualTo(4);
        JsonNode batch = read("GET /api/batches", "?state=collected").at("/data/0");
        assertThat(batch.path("counts").path("ok").asInt()).isEqualTo(3);
        assertThat(as("reader", 200, "GET /api/batches/{batch}", "/api/batches/1", "")
                        .at("/tries/0/state")
                        .asText())
                .isEqualTo("accepted");
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = read("GET /api/records", "?drop=1&limit=1" + next);
            page.path("data").forEach(one -> seen.add(one.path("source_id").asText()));
            next = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asText();
        } while (!next.isEmpty());
        assertThat(seen).containsExactly("T-1", "T-2", "T-3");
        JsonNode found = read("GET /api/records", "?task=tickets&source-id=T-2").at("/data/0");
        assertThat(found.path("state").asText()).isEqualTo("completed");
        JsonNode record = as(
                "reader",
                200,
                "GET /api/records/{record}",
                "/api/records/" + found.path("id").asText(),
                "");
        assertThat(record.at("/attempts/0/tokens/input").asInt()).isEqualTo(120);
        assertThat(record.at("/waits/0/text").asText()).isEqualTo("its valid answer goes to the sinks");
        String lines = ask(
                200,
                "GET /api/records.jsonl",
                "/api/records.jsonl?drop=1&state=review_required",
                "",
                "Authorization",
                basic("reader"));
        assertThat(lines.lines()).hasSize(2);

        assertThat(read("GET /api/reviews", "?task=tickets&limit=1")
                        .path("has_more")
                        .asBoolean())
                .isTrue();
        assertThat(read("GET /api/publications", "").at("/data/0/sinks/0/sink").asText())
                .isEqualTo("answers-jsonl");
        as("reader", 200, "GET /api/publications/{publication}", "/api/publications/1", "");
        JsonNode costs = read("GET /api/costs", "");
        assertThat(costs.at("/lines/0/task").asText()).isEqualTo("tickets");
        assertThat(costs.at("/lines/0/batches").asInt()).isEqualTo(1);
        assertThat(costs.path("calls_usd").asDouble()).isEqualTo(0.25);
        assertThat(costs.path("unknown_usd").asDouble()).isEqualTo(0.001);
        JsonNode story = as("reader", 200, "GET /api/audit", "/api/audit?task=tickets&source-id=T-1", "");
        assertThat(story.at("/revisions/0/state").asText()).isEqualTo("review_required");
        JsonNode preview = read("GET /api/reruns/preview", "?task=tickets&state=completed");
        assertThat(preview.path("records").asInt()).isZero();
        as("reader", 422, "GET /api/reruns/preview", "/api/reruns/preview?task=tickets&stat=x", "");
    }

    @Test
    @Order(5)
    void aPersonDecidesAsOnThePages() throws IOException {
        JsonNode open = read("GET /api/reviews", "").path("data");
        String at = "/api/reviews/" + open.at("/0/record").asText();
        JsonNode item = as("reviewer-1", 200, "GET /api/reviews/{record}", at, "");
        assertThat(item.at("/input/ticket_id").asText()).isEqualTo("T-1");
        assertThat(item.at("/answer/category").asText()).isEqualTo("billing");
        String decide = "POST /api/reviews/{record}";
        as("reader", 403, decide, at, "{\"version\": 1, \"act\": \"approve\"}");
        as("operator", 403, decide, at, "{\"version\": 1, \"act\": \"approve\"}");
        assertThat(as("reviewer-1", 422, decide, at, "{\"version\": 1, \"act\": \"sell\"}")
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("act");
        as("reviewer-1", 422, decide, at, "{\"version\": 1, \"act\": \"reject\"}");
        JsonNode broken = as(
                "reviewer-1",
                422,
                decide,
                at,
                "{\"version\": 1, \"act\": \"edit\", \"value\": {\"ticket_id\": \"T-1\"}}");
        assertThat(broken.path("errors").size()).isPositive();
        JsonNode outcome = as("reviewer-1", 200, decide, at, "{\"version\": 1, \"act\": \"approve\"}");
        assertThat(outcome.path("state").asText()).isEqualTo("completed");
        as("reviewer-1", 409, decide, at, "{\"version\": 1, \"act\": \"approve\"}");
        JsonNode story = as("reader", 200, "GET /api/audit", "/api/audit?task=tickets&source-id=T-1", "");
        assertThat(story.at("/revisions/0/decisions/0/actor").asText()).isEqualTo("reviewer-1");
    }

    @Test
    @Order(6)
    void whatIsLeftForAStageIsDoneByItAndLeavesATrail() throws IOException {
        String cancel = "POST /api/drops/{drop}/cancel";
        String first = ask(
                202, cancel, "/api/drops/1/cancel", "", "Authorization", basic("operator"), "Idempotency-Key", "c-1");
        assertThat(ask(
                        202,
                        cancel,
                        "/api/drops/1/cancel",
                        "",
                        "Authorization",
                        basic("operator"),
                        "Idempotency-Key",
                        "c-1"))
                .isEqualTo(first);
        ask(
                409,
                cancel,
                "/api/drops/1/cancel?again=1",
                "",
                "Authorization",
                basic("operator"),
                "Idempotency-Key",
                "c-1");
        ask(202, cancel, "/api/drops/1/cancel", "", "Authorization", basic("admin"), "Idempotency-Key", "c-1");
        String at = JSON.readTree(first).path("href").asText();
        JsonNode waiting = as("reader", 200, "GET /api/requests/{request}", at, "");
        assertThat(waiting.path("state").asText()).isEqualTo("waiting");
        workshop.bean(Assemble.class).once();
        JsonNode done = as("reader", 200, "GET /api/requests/{request}", at, "");
        assertThat(done.path("state").asText() + done.path("actor").asText()).isEqualTo("doneoperator");
        assertThat(as("reader", 200, "GET /api/drops/{drop}", "/api/drops/1", "")
                        .path("cancelled")
                        .asBoolean())
                .isTrue();
        String acts = "drops/{drop}/release drops/{drop}/hold batches/{batch}/cancel batches/{batch}/release"
                + " tasks/{task}/hold tasks/{task}/cancel tasks/{task}/release";
        for (String act : acts.split(" ")) {
            String path = act.replaceFirst("\\{(drop|batch)}", "1").replace("{task}", "tickets");
            as("operator", 202, "POST /api/" + act, "/api/" + path, "");
        }
        workshop.bean(Assemble.class).once();
        JsonNode events =
                read("GET /api/events", "?kind=cancel_requested&task=tickets").path("data");
        assertThat(events.findValuesAsText("actor")).contains("operator", "admin");
    }

    @Test
    @Order(7)
    void aGateIsOpenedAndAPublicationSentAgainWithANameAndAReason() throws IOException {
        String open = "POST /api/drops/{drop}/open";
        as("operator", 422, open, "/api/drops/1/open", "{}");
        JsonNode opened = as("operator", 200, open, "/api/drops/1/open", "{\"why\": \"known to be fine\"}");
        assertThat(opened.path("opened").asBoolean()).isTrue();
        as("operator", 409, open, "/api/drops/1/open", "{\"why\": \"known to be fine\"}");
        String replay = "POST /api/publications/{publication}/replay";
        as("operator", 409, replay, "/api/publications/1/replay", "{\"sink\": \"nobody\"}");
        var delivery = workshop.ledger().publications().claimDelivery().orElseThrow();
        workshop.ledger().publications().delivered(delivery);
        JsonNode again = as("operator", 202, replay, "/api/publications/1/replay", "{\"why\": \"it lost a day\"}");
        assertThat(again.at("/sinks/0/state").asText()).isEqualTo("waiting");
        JsonNode event = read("GET /api/events", "?limit=1").at("/data/0");
        assertThat(event.path("kind").asText() + " by " + event.path("actor").asText() + ": "
                        + event.path("body").asText())
                .isEqualTo("replayed by operator: It is sent once more to all its sinks (1). Why: it lost a day");
    }

    @Test
    @Order(8)
    void aFileIsTakenOnceHoweverOftenItIsSent() throws IOException {
        String upload = "POST /api/tasks/{task}/drops";
        String at = "/api/tasks/tickets/drops?name=";
        String file = Workshop.ticket("T-7", "New", "Over HTTP");
        JsonNode taken = as("operator", 202, upload, at + "http.jsonl", file);
        assertThat(taken.path("state").asText() + " " + taken.path("uri").asText())
                .isEqualTo("received upload:/tickets/http.jsonl");
        assertThat(as("operator", 200, upload, at + "http.jsonl", file).path("id"))
                .isEqualTo(taken.path("id"));
        assertThat(as("operator", 202, upload, at + "other.jsonl", file).path("id"))
                .isNotEqualTo(taken.path("id"));
        workshop.bean(Read.class).once();
        JsonNode read = as(
                "reader",
                200,
                "GET /api/drops/{drop}",
                "/api/drops/" + taken.path("id").asText(),
                "");
        assertThat(read.path("state").asText()).isEqualTo("sealed");
        assertThat(read.at("/counts/states/queued").asInt()).isEqualTo(1);
        as("operator", 422, upload, at + "..%2Fa.jsonl", file);
        as("operator", 422, upload, at + "a.part", file);
        as("operator", 413, upload, at + "big.jsonl", "x".repeat((2 << 20) + 1));
        HttpResponse<String> form = client.send(HttpRequest.newBuilder(URI.create(server.url(at + "form.csv")))
                .header("Authorization", basic("operator"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b"))
                .build());
        assertThat(form.statusCode()).isEqualTo(415);
        contract.check(upload, 415, form.headers().firstValue("Content-Type").orElse(""), form.body());
    }

    @Test
    @Order(8)
    void theExamplesOfTheDocumentationWorkAsTheyStand() throws Exception {
        Files.writeString(folder.resolve("tickets.jsonl"), Workshop.ticket("T-8", "New", "By curl") + "\n");
        String key = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("docs", "default", List.of("operate"), "1h", "admin"))
                .text();
        List<JsonNode> said = examples("docs/api.md", key, folder);
        assertThat(said).hasSize(3);
        assertThat(said.get(0).at("/data/0/task").asText()).isEqualTo("tickets");
        assertThat(said.get(1).path("uri").asText()).isEqualTo("upload:/tickets/tickets.jsonl");
        assertThat(said.get(2).path("href").asText()).startsWith("/api/requests/");
    }

    @Test
    @Order(9)
    void recordsAreSentAgainAndKeysAreMadeOnce() throws IOException {
        as("operator", 422, "POST /api/reruns", "/api/reruns", "{\"task\": \"tickets\", \"why\": \"\"}");
        JsonNode rerun = as(
                "operator",
                202,
                "POST /api/reruns",
                "/api/reruns",
                "{\"task\": \"tickets\", \"persons\": \"true\", \"why\": \"so\"}");
        as(
                "reader",
                200,
                "GET /api/reruns/{rerun}",
                "/api/reruns/" + rerun.path("id").asText(),
                "");
        assertThat(read("GET /api/reruns", "").at("/data/0/actor").asText()).isEqualTo("operator");

        as("admin", 422, "POST /api/keys", "/api/keys", "{\"name\": \"x\", \"roles\": [\"king\"]}");
        String body = "{\"name\": \"nightly\", \"roles\": [\"read\"]}";
        String made =
                ask(201, "POST /api/keys", "/api/keys", body, "Authorization", basic("admin"), "Idempotency-Key", "k");
        assertThat(made).contains("\"key\":\"ck_");
        HttpResponse<String> twice =
                send("POST", "/api/keys", body, "Authorization", basic("admin"), "Idempotency-Key", "k");
        assertThat(twice.statusCode() + " " + twice.body())
                .startsWith("409 ")
                .contains("a secret is shown once")
                .doesNotContain("ck_");
        as("admin", 200, "GET /api/keys", "/api/keys", "");
        String id = JSON.readTree(made).path("id").asText();
        as("admin", 204, "DELETE /api/keys/{id}", "/api/keys/" + id, "");
    }

    @Test
    @Order(10)
    void noStatusOfTheContractIsOnlyWritten() throws IOException {
        as("operator", 422, "POST /api/tasks/{task}/sample", "/api/tasks/tickets/sample?n=0", "{}");
        as("operator", 200, "POST /api/tasks/{task}/sample", "/api/tasks/tickets/sample", "[]");
        assertThat(unreached()).isEmpty();
    }
}
