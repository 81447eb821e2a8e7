package dev.caravan.console.costs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.batch.Assemble;
import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.intake.Read;
import dev.caravan.intake.Receive;
import dev.caravan.ledger.Act;
import dev.caravan.rerun.Filter;
import dev.caravan.rerun.Reruns;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run with a retry, a person's wish, a decision and a rerun. Each answer costs 55 millionths of a dollar. */
class CostsPageTest {

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void run() throws IOException {
        Workshop.price(folder);
        workshop = Workshop.open(
                folder,
                "when: 'confidence < 0.7'",
                "",
                yaml -> yaml.replace("attempts: 1", "attempts: 3") + "budget: {usd: 1, per: total}\n",
                "",
                "--caravan.costs.review-usd-per-hour=40",
                "--caravan.costs.storage-usd-per-gb-month=1000");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "a", "b"),
                        Workshop.ticket("T-2", "a", "b"),
                        Workshop.ticket("T-3", "a", "b"),
                        Workshop.ticket("T-4", "a", "b")),
                id -> switch (id) {
                    case "T-1" -> Workshop.answer(id, "billing", "Fine", 0.9).toString();
                    case "T-4" -> "";
                    default -> Workshop.answer(id, "billing", "Unsure", 0.5).toString();
                });
        // T-4 failed at its provider and goes again; a person wants another answer to T-2.
        Reviews reviews = workshop.bean(Reviews.class);
        reviews.decide(new Decision(2, 1, Act.AGAIN, "reviewer-1", "vague", null, null, null));
        workshop.pass(Duration.ofMinutes(1));
        workshop.bean(Assemble.class).once();
        workshop.answer(id -> Workshop.answer(id, "billing", "Fine", 0.9).toString());
        // T-3 is opened and approved a minute and a half later.
        reviews.claim(3, "reviewer-1");
        workshop.pass(Duration.ofSeconds(90));
        reviews.decide(new Decision(3, 1, Act.APPROVE, "reviewer-1", null, null, null, null));
        // What was approved is sent again; two more wait.
        workshop.pass(Duration.ofDays(1));
        Filter filter =
                Filter.of(name -> Map.of("task", Workshop.TASK, "drop", "1", "code", "approved", "persons", "true")
                        .get(name));
        workshop.bean(Reruns.class).start(filter, "operator", "new prompt");
        workshop.bean(Reruns.class).once();
        workshop.bean(Assemble.class).once();
        workshop.answer(id -> Workshop.answer(id, "bug", "Fine", 0.9).toString());
        Path file = folder.resolve("data/inbox/tickets/more.jsonl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Workshop.ticket("T-5", "a", "b") + "\n" + Workshop.ticket("T-6", "a", "b") + "\n");
        workshop.bean(Receive.class).take(file.toFile(), Workshop.TASK);
        workshop.bean(Read.class).once();
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static String page(String query) {
        HttpResponse<String> reply = workshop.server().login("reader").get("/costs" + query);
        assertThat(reply.statusCode()).isEqualTo(200);
        return reply.body();
    }

    private static JsonNode api(String query) throws IOException {
        String who = Base64.getEncoder()
                .encodeToString(("reader:" + ConsoleServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> reply = workshop.server()
                .client()
                .send(HttpRequest.newBuilder(URI.create(workshop.server().url("/api/costs" + query)))
                        .header("Authorization", "Basic " + who)
                        .build());
        return new ObjectMapper().readTree(reply.body());
    }

    /** A part of the page without tags, each run of blanks as one. */
    private static String words(String page, String from, String to) {
        String part = page.substring(page.indexOf(from), page.indexOf(to, page.indexOf(from)));
        return part.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    }

    @Test
    void tellsWhatWasSpentAndWhatOfItWasSpentAgain() {
        String page = page("");
        assertThat(words(page, "<ul class=\"tiles", "</ul>"))
                .startsWith("Spent $0.00033 3 batches Real-time calls $0 0 calls Overspend $0 answers nobody uses"
                        + " Retries $0.000055 2 attempts sent again Reruns $0.000055 1 answers asked for again"
                        + " Review 1.5 min 2 decisions, $1.00 In flight $0.000094 what is not home, and what is queued"
                        + " Kept ");
        for (String of : List.of("By task Task %s tickets %s", "By model Model %s gpt-5-mini %s")) {
            assertThat(words(page, "<h2 id=\"by-" + (of.contains("Task") ? "tasks" : "models"), "</section>"))
                    .isEqualTo(of.formatted(
                            "Spent Batches Real-time calls Overspend Retries Reruns Review",
                            "$0.00033 3 · $0.00033 – – 2 · $0.000055 1 · $0.000055 2 · 1.5 min · $1.00"));
        }
        assertThat(words(page, "<h2 id=\"by-days", "</section>"))
                .endsWith("2026-01-01 $0.000275 2 · $0.000275 – – 2 · $0.000055 1 · $0.000055 2 · 1.5 min · $1.00"
                        + " 2026-01-02 $0.000055 1 · $0.000055 – – – – –");
        assertThat(page).contains("<rect class=\"s-run\" width=\"20.0%\" height=\"100%\"/>");
        assertThat(words(page, "<h2 id=\"again", "<h2 id=\"ahead"))
                .isEqualTo("Why answers were asked for again"
                        + " It failed at its provider and was retried: 1 that had cost $0"
                        + " A person asked for another answer: 1 that had cost $0.000055"
                        + " A rerun: 1 that had cost $0.000055"
                        + " Budget left tickets: $0.99967 of $1.00 in all; $0.00033 spent, $0 under way");
        assertThat(words(page, "<h2 id=\"ahead", "<h2 id=\"kept"))
                .endsWith("May cost tickets gpt-5-mini queued 2 $0.000094");
        assertThat(words(page, "<h2 id=\"kept", "</main>"))
                .contains("the ledger itself has ", "All of it costs $0.")
                .endsWith("tickets 270 bytes 7.1 KB 2.6 KB 0 bytes 10.0 KB $0.010006");
        assertThat(page).doesNotContain("counted since");
    }

    @Test
    void isNarrowedByItsAddress() {
        String second = page("?from=2026-01-02&task=tickets&model=gpt-5-mini");
        assertThat(words(second, "<ul class=\"tiles", "</ul>")).startsWith("Spent $0.000055 1 batches");
        assertThat(second)
                .contains(
                        "<option selected>tickets</option>",
                        "<option selected>gpt-5-mini</option>",
                        "value=\"2026-01-02\"",
                        "href=\"/costs.csv?task&#x3D;tickets&amp;model&#x3D;gpt-5-mini&amp;from&#x3D;2026-01-02\"");
        String other = page("?model=%3Cb%3E&from=%22%3E&to=yesterday");
        assertThat(other)
                .contains(
                        "Nothing was spent on these days that this filter finds", "<option selected>&lt;b&gt;</option>")
                .contains("value=\"2025-12-04\"", "value=\"2026-01-02\"")
                .doesNotContain("<b>", "yesterday\"");
    }

    @Test
    void whatIsDownloadedIsWhatIsShown() {
        Client reader = workshop.server().login("reader");
        HttpResponse<String> csv = reader.get("/costs.csv");
        assertThat(csv.body())
                .isEqualTo(
                        "day,task,model,batches,cost_usd,overspend_usd,calls,calls_usd,unknown_calls,unknown_usd,retries,"
                                + "retries_usd,reruns,reruns_usd,decisions,review_minutes,review_usd\r\n"
                                + "2026-01-01,tickets,gpt-5-mini,2,0.000275,0,0,0,0,0,2,0.000055,1,0.000055,2,1.5,1\r\n"
                                + "2026-01-02,tickets,gpt-5-mini,1,0.000055,0,0,0,0,0,0,0,0,0,0,0,0\r\n");
        assertThat(csv.headers().map())
                .containsEntry("Content-Type", List.of("text/csv;charset=utf-8"))
                .containsEntry(
                        "Content-Disposition", List.of("attachment; filename=\"costs-2025-12-04-2026-01-02.csv\""));
        assertThat(reader.get("/costs.jsonl?from=2026-01-02").body())
                .isEqualTo("{\"day\":\"2026-01-02\",\"task\":\"tickets\",\"model\":\"gpt-5-mini\",\"batches\":1,"
                        + "\"cost_usd\":0.000055,\"overspend_usd\":0,\"calls\":0,\"calls_usd\":0,\"unknown_calls\":0,"
                        + "\"unknown_usd\":0,\"retries\":0,\"retries_usd\":0,\"reruns\":0,\"reruns_usd\":0,"
                        + "\"decisions\":0,\"review_minutes\":0,\"review_usd\":0}\n");
        assertThat(reader.get("/costs.jsonl?model=other").body()).isEmpty();
    }

    @Test
    void programsGetTheSameFigures() throws IOException {
        JsonNode costs = api("");
        assertThat(costs.path("retries_usd").asDouble()).isEqualTo(0.000055);
        assertThat(costs.path("reruns_usd").asDouble()).isEqualTo(0.000055);
        assertThat(costs.path("review_minutes").asDouble()).isEqualTo(1.5);
        assertThat(costs.path("review_usd").asDouble()).isEqualTo(1);
        assertThat(costs.path("counted_since").isNull()).isTrue();
        assertThat(costs.path("again"))
                .hasToString("[{\"kind\":\"failed\",\"attempts\":1,\"usd\":0.0},"
                        + "{\"kind\":\"person\",\"attempts\":1,\"usd\":5.5E-5},"
                        + "{\"kind\":\"rerun\",\"attempts\":1,\"usd\":5.5E-5}]");
        assertThat(costs.path("budgets"))
                .hasToString("[{\"task\":\"tickets\",\"budget_usd\":1.0,\"per_day\":false,\"spent_usd\":3.3E-4,"
                        + "\"under_way_usd\":0.0,\"left_usd\":0.99967}]");
        assertThat(costs.path("forecast"))
                .hasToString("{\"usd\":9.4E-5,\"unknown\":0,\"under_way\":[],\"queued\":[{\"task\":\"tickets\","
                        + "\"model\":\"gpt-5-mini\",\"records\":2,\"usd\":9.4E-5}]}");
        assertThat(costs.at("/storage/tasks"))
                .hasToString("[{\"task\":\"tickets\",\"inputs\":270,\"requests\":7112,\"results\":2624,"
                        + "\"publications\":0}]");
        assertThat(costs.at("/storage/ledger_bytes").asLong()).isGreaterThan(100_000);
        assertThat(costs.path("lines")).hasSize(2);
        assertThat(api("?model=other").path("lines")).isEmpty();
    }

    @Test
    void whoIsOfAnotherWorkspaceSeesNothingOfIt() {
        Client outsider = workshop.server().login("outsider");
        assertThat(outsider.get("/costs").body())
                .contains("Nothing was spent on these days")
                .doesNotContain("tickets", "gpt-5-mini", "the ledger itself");
        assertThat(outsider.get("/costs.jsonl").body()).isEmpty();
        assertThat(outsider.get("/costs?task=tickets").statusCode()).isEqualTo(404);
        assertThat(outsider.get("/costs.csv?task=tickets").statusCode()).isEqualTo(404);
    }
}
