package dev.caravan.console.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Asked;
import dev.caravan.ledger.Requests.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Drops by their pages, and what operators do with them. Its tests are one story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DropsPageTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client reader;
    private static Client operator;

    @BeforeAll
    static void open() throws IOException {
        workshop = Workshop.open(
                folder, "when: 'confidence < 0.7'", "", yaml -> yaml.replace("gate: auto", "gate: after-review"));
        reader = workshop.server().login("reader");
        operator = workshop.server().login("operator");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "a", "b"),
                        Workshop.ticket("T-2", "a", "b"),
                        Workshop.ticket("T-3", "a", "b"),
                        "{\"ticket_id\": \"T-4 <i>\", \"subject\": 7}"),
                id -> switch (id) {
                    case "T-1" ->
                        Workshop.answer(id, "nonsense", "Late order", 0.9).toString();
                    case "T-2" ->
                        Workshop.answer(id, "billing", "Late order", 0.5).toString();
                    default -> Workshop.answer(id, "billing", "Late order", 0.9).toString();
                });
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    @Test
    @Order(1)
    void aDropShowsWhatBecameOfItsRowsAndWhatItWaitsFor() {
        assertThat(reader.get("/drops/1").body())
                .contains(
                        "<h1>Drop 1 <span class=\"soft\">· tickets</span></h1>",
                        ">inbox/tickets/drop-1.jsonl</p>",
                        "<span class=\"state good\">sealed</span>",
                        "1 completed · 1 review required · 1 invalid output",
                        "<span class=\"chip\">rows read <strong>4</strong></span>",
                        "<a href=\"#refusals\"><span>refused</span> <strong>1</strong></a>",
                        "<a href=\"/gates\">1 valid answer waits at its gate</a>",
                        "<a href=\"/review?drop&#x3D;1\">1 record waits for a person</a>",
                        "<h3>Its gate is closed</h3><ul><li>1 records wait for a person</li></ul>",
                        "<li>1 of its records wait for a person <code>review</code><br>",
                        "state&#x3D;invalid_output&amp;code&#x3D;schema.enum#records\">schema.enum</a>",
                        "state&#x3D;review_required&amp;code&#x3D;review.when#records\">review.when</a>",
                        "<a href=\"/batches/1\">Batch 1</a>",
                        "<td data-name=\"Records of this drop\" class=\"num\">3</td>",
                        "Nothing of it is published yet.",
                        "<h2 id=\"refusals-title\">Rows that were refused</h2>",
                        "<th scope=\"row\" class=\"num\">4</th>",
                        "<a href=\"/records/1\" dir=\"auto\">T-1</a>",
                        "data-live=\"/drops/1?part&#x3D;now\"",
                        "data-stream=\"/live?drop&#x3D;1\"")
                .doesNotContain("Hold…", "Cancel…", "What people asked for", "<i>");
        assertThat(operator.get("/drops/1").body())
                .contains(
                        "href=\"/drops/1/hold\"",
                        "href=\"/drops/1/cancel\"",
                        "href=\"/drops/1/open\"",
                        "href=\"/rerun?task&#x3D;tickets&amp;drop&#x3D;1\"");
        assertThat(operator.get("/rerun?task=tickets&drop=1").body())
                .contains("<option selected>tickets</option>", "name=\"drop\" value=\"1\"");
    }

    @Test
    @Order(2)
    void recordsOfADropAreFoundByStateAndCode() {
        assertThat(reader.get("/drops/1?state=invalid_output&code=schema.enum").body())
                .contains(
                        ">T-1</a>",
                        "<option value=\"invalid_output\" selected>invalid output</option>",
                        "value=\"schema.enum\"",
                        "href=\"/records.csv?drop&#x3D;1&amp;state&#x3D;invalid_output&amp;code&#x3D;schema.enum\" download")
                .doesNotContain(">T-2</a>", ">T-3</a>");
        assertThat(reader.get("/drops/1?state=completed").body())
                .contains(">T-3</a>")
                .doesNotContain(">T-1</a>");
        assertThat(reader.get("/drops/1?state=published").body()).contains("No record that this filter finds.");
        assertThat(reader.get("/drops/1?state=nonsense").body()).contains(">T-1</a>", ">T-2</a>", ">T-3</a>");
        assertThat(reader.get("/drops/1?after=2").body()).contains(">T-3</a>").doesNotContain(">T-2</a>");
    }

    @Test
    @Order(3)
    void theListIsNarrowedByItsAddress() {
        assertThat(reader.get("/drops").body())
                .contains(
                        "<a href=\"/drops/1\" id=\"drop-1\">Drop 1</a>",
                        "1 row refused",
                        "data-rows",
                        "href=\"/drops.csv\" download");
        assertThat(reader.get("/drops?state=sealed&task=tickets&from=2020-01-01")
                        .body())
                .contains("Drop 1</a>");
        assertThat(reader.get("/drops?state=reading").body()).contains("There is no drop that this filter finds.");
        assertThat(reader.get("/drops?to=2020-01-01").body()).contains("There is no drop that this filter finds.");
        assertThat(reader.get("/drops?from=nonsense").body()).contains("Drop 1</a>");
        assertThat(reader.get("/drops?part=rows", "HX-Request", "true").body().strip())
                .startsWith("<section id=\"rows\"")
                .endsWith("</section>");
    }

    @Test
    @Order(4)
    void anActIsAskedOnceAndLeftForWhoeverDoesIt() throws IOException {
        workshop.dropped(IntStream.rangeClosed(1, 60)
                .mapToObj(i -> Workshop.ticket("B-" + i, "a", "b"))
                .toList());
        assertThat(reader.get("/drops/2/hold").statusCode()).isEqualTo(403);
        assertThat(operator.get("/drops/777/hold").statusCode()).isEqualTo(404);
        assertThat(operator.get("/drops/2/hold").body())
                .contains(
                        "<h1>Hold drop 2?</h1>",
                        "Records that wait for a batch: 60. They are held",
                        "action=\"/drops/2/hold\"",
                        "Yes, hold drop 2");
        assertThat(workshop.ledger().requests().about(About.DROP, "2", 5)).isEmpty();
        HttpResponse<String> done = operator.post("/drops/2/hold", Map.of());
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("/drops/2");
        Asked asked = workshop.ledger().requests().about(About.DROP, "2", 5).get(0);
        assertThat(asked.request().actor()).isEqualTo("operator");
        assertThat(asked.request().wish().kind()).isEqualTo(Kind.HOLD);
        long id = asked.request().id();
        assertThat(operator.get("/drops/2").body())
                .contains(
                        "Request " + id + " is left for whoever does it.",
                        "<a href=\"/requests/" + id + "\">" + id + "</a>",
                        "<td data-name=\"What\">hold</td>",
                        "<span class=\"state run\">waiting</span>",
                        "60 records wait for a batch");
        assertThat(reader.get("/requests/" + id).body())
                .contains("data-live=\"/requests/" + id + "?part&#x3D;now\"", "Nobody has done it yet.");

        workshop.cut();
        assertThat(workshop.ledger()
                        .lists()
                        .drop(2)
                        .orElseThrow()
                        .drop()
                        .counts()
                        .in(RecordState.HELD))
                .isEqualTo(60);
        assertThat(reader.get("/requests/" + id).body())
                .contains(
                        "<span class=\"state good\">done</span>",
                        "drop 2 is held: 60 records",
                        "<a href=\"/drops/2\">drop 2</a>",
                        "<strong>operator</strong>")
                .doesNotContain("data-live");
        assertThat(operator.get("/drops/2").body())
                .contains(
                        "Somebody holds it: nothing more of it is sent until it is let go",
                        "href=\"/drops/2/release\"",
                        "<a href=\"/drops/2?state&#x3D;held#records\">60 records are held until somebody lets them go</a>",
                        "What happened",
                        "<strong>operator</strong>")
                .doesNotContain("Hold…");
    }

    @Test
    @Order(5)
    void aPageHasFiftyRecordsAndSaysWhereTheNextBegins() {
        String body = reader.get("/drops/2").body();
        assertThat(body)
                .contains(">B-50</a>", "href=\"/drops/2?after&#x3D;53#records\" rel=\"next\">Next page</a>")
                .doesNotContain(">B-51</a>");
        assertThat(reader.get("/drops/2?after=53").body())
                .contains(">B-51</a>", ">B-60</a>")
                .doesNotContain(">B-50</a>");
    }

    @Test
    @Order(6)
    void aReleaseAndACancelSayWhatTheyWillDo() throws IOException {
        assertThat(operator.get("/drops/2/release").body())
                .contains("Held records: 60. They are queued again", "The drop goes on like any other.");
        operator.post("/drops/2/release", Map.of());
        workshop.cut();
        assertThat(workshop.ledger()
                        .lists()
                        .drop(2)
                        .orElseThrow()
                        .drop()
                        .counts()
                        .in(RecordState.SUBMITTED))
                .isEqualTo(60);
        assertThat(operator.get("/drops/2/cancel").body())
                .contains("Records that wait for a batch: 0. They are held", "Records in batches: 60.");
        operator.post("/drops/2/cancel", Map.of());
        workshop.cut();
        assertThat(operator.get("/drops/2").body())
                .contains(
                        "<span class=\"state warn\">cancelled</span>", "It is cancelled: nothing of it is sent again");
        assertThat(reader.get("/events?people=true").body())
                .contains("cancel requested", "<strong>operator</strong>", "<a href=\"/drops/2\">drop 2</a>")
                .doesNotContain("<span class=\"soft\">Caravan</span>");
    }

    @Test
    @Order(7)
    void aGateIsOpenedForAReason() {
        assertThat(operator.get("/drops/1/open").body())
                .contains(
                        "<h1>Open the gate of drop 1?</h1>",
                        "Valid answers that wait: 1. They are published as they are",
                        "name=\"why\"");
        HttpResponse<String> without = operator.post("/drops/1/open", Map.of("why", " "));
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Say why in a few words");
        assertThat(workshop.ledger().lists().drop(1).orElseThrow().opened()).isFalse();
        assertThat(operator.post("/drops/1/open", Map.of("why", "<they> wait")).statusCode())
                .isEqualTo(303);
        assertThat(operator.get("/drops/1").body())
                .contains("The gate of drop 1 is open", "1 valid answer goes to the sinks", "Why: &lt;they&gt; wait")
                .doesNotContain("Its gate is closed", "<they>");
        operator.post("/drops/1/open", Map.of("why", "again"));
        assertThat(operator.get("/drops/1").body()).contains("Somebody opened the gate of drop 1 before.");
        assertThat(workshop.ledger().events().of("drop 1", 5))
                .extracting(Events.Event::kind, Events.Event::actor)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(EventKind.GATE_OPENED, "operator"));
    }

    @Test
    @Order(8)
    void itsPublicationsAreShownWithTheirSinks() {
        var publications = workshop.ledger().publications();
        var open = publications
                .open(workshop.ledger().recipes().taskId(Workshop.TASK), 10)
                .orElseThrow();
        publications.sealed(
                open.id(),
                new dev.caravan.ledger.Publications.Content("publications/1/content.jsonl", 1, "sha", 1),
                List.of("answers-jsonl"));
        assertThat(reader.get("/drops/1").body())
                .contains(
                        "<a href=\"/publications/" + open.id() + "\">Publication " + open.id() + "</a>",
                        "<td data-name=\"Records of this drop\" class=\"num\">1 of 1</td>",
                        "<div>answers-jsonl: waiting</div>");
    }

    @Test
    @Order(9)
    void eventsAreNarrowedByKindAndByWhatTheyAreAbout() {
        assertThat(reader.get("/events?kind=gate_opened").body())
                .contains("gate opened", "<option value=\"gate_opened\" selected>gate opened</option>")
                .doesNotContain("<td data-name=\"What\">cancel requested</td>");
        assertThat(reader.get("/events?about=drop%201").body())
                .contains("gate opened", "value=\"drop 1\"")
                .doesNotContain("drop 2");
        assertThat(reader.get("/events?about=nothing").body()).contains("Nothing happened that this filter finds.");
        assertThat(reader.get("/requests/777").statusCode()).isEqualTo(404);
        assertThat(reader.get("/drops/777").statusCode()).isEqualTo(404);
    }
}
