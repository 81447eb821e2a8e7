package dev.caravan.console.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.Assemble;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Erasures;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.RecordState;
import dev.caravan.retention.Erasing;
import dev.caravan.retention.Manifests;
import dev.caravan.retention.Retention;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsPageTest {
    private static final String EVIL = "<script>alert(1)</script>";

    @TempDir
    Path folder;

    private Workshop workshop;

    @AfterEach
    void stop() {
        workshop.close();
    }

    private void open(String review) throws IOException {
        workshop = Workshop.open(folder, review);
    }

    private Client login(String name) {
        return workshop.server().login(name);
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("none").replaceFirst("^http://localhost:\\d+", "");
    }

    @Test
    void aRecordIsFoundByItsSourceIdOrItsNumber() throws IOException {
        open("after-attempts: 1");
        workshop.answered(
                List.of(Workshop.ticket("T/1 ü", "a", "b")),
                id -> Workshop.answer(id, "billing", "Late order", 0.9).toString());
        Client reader = login("reader");
        HttpResponse<String> found = reader.get("/records?task=tickets&id=T/1%20%C3%BC");
        assertThat(found.statusCode() + " " + location(found)).isEqualTo("303 /records/1");
        assertThat(location(reader.get("/records?record=1"))).isEqualTo("/records/1");

        HttpResponse<String> nothing = reader.get("/records?task=tickets&id=%3Cb%3E");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body())
                .contains("Task tickets has no record &lt;b&gt;: it never had one, it was erased")
                .doesNotContain("<b>");
        assertThat(reader.get("/records?record=99").body()).contains("There is no record 99.");
        assertThat(reader.get("/records?drop=99").body()).contains("There is no drop 99.");
        assertThat(reader.get("/records/99").statusCode()).isEqualTo(404);
        assertThat(reader.get("/records/1/attempts/9").statusCode()).isEqualTo(404);
    }

    @Test
    void theRecordsOfADropAreListedByStateAndCode() throws IOException {
        open("when: 'confidence < 0.7', after-attempts: 1");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "a", "b"),
                        Workshop.ticket(EVIL, "a", "b"),
                        Workshop.ticket("T-3", "a", "b")),
                id -> Workshop.answer(id, "billing", "Late order", id.equals("T-1") ? 0.5 : 0.9)
                        .toString());
        Client reader = login("reader");
        assertThat(reader.get("/records?drop=1").body())
                .contains(
                        "<a href=\"/records/1\" dir=\"auto\">T-1</a></th><td data-name=\"Line\" class=\"num\">1</td>"
                                + "<td data-name=\"Revision\" class=\"num\">1</td>"
                                + "<td data-name=\"State\"><span class=\"state warn\">review required</span></td>"
                                + "<td data-name=\"Code\" class=\"wide\">review.when</td>"
                                + "<td data-name=\"Attempt\" class=\"num\">1</td>"
                                + "<td data-name=\"Batch\" class=\"num\"><a href=\"/batches/1\">1</a></td>"
                                + "<td data-name=\"Publication\" class=\"num\"></td>",
                        "&lt;script&gt;alert(1)",
                        "href=\"/records.csv?drop&#x3D;1\"",
                        "href=\"/records.jsonl?drop&#x3D;1&amp;values&#x3D;1\"")
                .doesNotContain(EVIL, "Next page");
        assertThat(reader.get("/records?drop=1&state=completed").body())
                .contains("T-3", "href=\"/records.csv?drop&#x3D;1&amp;state&#x3D;completed\"")
                .doesNotContain("T-1");
        assertThat(reader.get("/records?drop=1&code=schema.enum").body()).contains("No record fits.");
    }

    @Test
    void aRecordTellsEverythingThatHappenedToIt() throws IOException {
        open("when: 'confidence < 0.7', after-attempts: 1");
        workshop.answered(
                List.of(Workshop.ticket("T-1", EVIL, "Give it \"back\"")),
                id -> Workshop.answer(id, "billing", "Wants a refund", 0.5).toString());
        Client reader = login("reader");
        assertThat(reader.get("/records/1").body())
                .contains(
                        "<span dir=\"auto\">T-1</span> <span class=\"soft\">· tickets · revision 1</span>",
                        "<span class=\"state warn\">review required</span> <span class=\"chip\">review.when</span>",
                        "It waits for a person.",
                        "<dt>Drop</dt><dd><a href=\"/drops/1\">1</a> of zone",
                        ">inbox/tickets/drop-1.jsonl</dd>",
                        "<dt>Line</dt><dd>1</dd>",
                        "&quot;subject&quot; : &quot;&lt;script&gt;alert(1)",
                        "&quot;summary&quot; : &quot;Wants a refund&quot;",
                        "Attempt 1 <span class=\"state warn\">review.when</span>",
                        "simulator/gpt-5-mini · prompt version 1 · schema version 1",
                        "<a href=\"/batches/1\">Batch 1</a> · <span class=\"wrap\">batch_1</span>",
                        "tokens: 120 in (0 cached), 40 out (0 reasoning)",
                        "In no publication yet.",
                        "href=\"/review/1\"",
                        "href=\"/audit?task&#x3D;tickets&amp;id&#x3D;T-1\"")
                .doesNotContain(EVIL, "Ask a person", "again…");
        assertThat(login("operator").get("/records/1").body())
                .contains(
                        "href=\"/rerun?task&#x3D;tickets&amp;drop&#x3D;1&amp;state&#x3D;review_required&amp;code&#x3D;review.when\"");

        assertThat(reader.get("/records/1").body()).doesNotContain("<h2>Events</h2>");
        workshop.ledger().events().raise(EventKind.QUARANTINED, "record 1", "Its <b>file</b> was refused.");
        assertThat(reader.get("/records/1").body())
                .contains(
                        "<h2>Events</h2>",
                        "<strong>caravan</strong>: quarantined · ",
                        "Its &lt;b&gt;file&lt;/b&gt; was refused.");

        workshop.bean(Reviews.class)
                .decide(new Decision(1, 1, Act.REJECT, "reviewer-1", "<b>spam</b>", null, null, null));
        assertThat(reader.get("/records/1").body())
                .contains(
                        "<span class=\"state rest\">discarded</span>",
                        "A person rejected it",
                        "<strong>reviewer-1</strong>: reject",
                        "&lt;b&gt;spam&lt;/b&gt;")
                .doesNotContain("<b>spam");
    }

    @Test
    void eachBrokenRuleStandsAtItsField() throws IOException {
        open("after-attempts: 3");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b")),
                id -> Workshop.answer(id, "none", "x", 0.9).toString());
        assertThat(login("reader").get("/records/1").body())
                .contains(
                        "<span class=\"state bad\">invalid output</span>",
                        "<strong><span dir=\"auto\">category</span></strong>:",
                        "<span class=\"soft\">(schema.enum)</span>",
                        "<strong><span dir=\"auto\">summary</span></strong>:",
                        "<span class=\"soft\">(schema.minLength)</span>");
    }

    @Test
    void whatWasSentAndWhatCameBackIsShownAsItIsInTheFiles() throws IOException {
        open("after-attempts: 1");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b"), Workshop.ticket("T-2", "<i>c</i>", "d")),
                id -> Workshop.answer(id, "billing", "About " + id, 0.9).toString());
        Client reader = login("reader");
        String page = reader.get("/records/2/attempts/1").body();
        List<String> sent = Files.readAllLines(folder.resolve("data/spool/batches/1/requests.jsonl"));
        assertThat(page)
                .contains(
                        "<h1>Attempt 1 <span class=\"soft\">of record 2</span></h1>",
                        "What was sent",
                        "T-2: &lt;i&gt;c&lt;/i&gt; d",
                        escaped(sent.get(1)),
                        "What came back",
                        "About T-2",
                        "&quot;request_id&quot; : &quot;r&quot;")
                .doesNotContain("T-1", "<i>c");
        String part = reader.get("/records/2/attempts/1", "HX-Request", "true").body();
        assertThat(part).startsWith("<div id=\"exchange-1\">").doesNotContain("<html", "<h1>");

        Files.delete(folder.resolve("data/spool/batches/1/requests.jsonl"));
        assertThat(reader.get("/records/2/attempts/1").body())
                .contains("batches/1/requests.jsonl is not in the spool any more.", "About T-2");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("`", "&#x60;")
                .replace("=", "&#x3D;");
    }

    @Test
    void eachAttemptHasItsOwnBatchAndItsOwnLines() throws IOException {
        open("when: 'confidence < 0.7', after-attempts: 1");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b")),
                id -> Workshop.answer(id, "billing", "First try", 0.5).toString());
        workshop.bean(Reviews.class).decide(new Decision(1, 1, Act.AGAIN, "reviewer-1", null, null, null, null));
        assertThat(workshop.bean(Assemble.class).once()).isTrue();
        workshop.answer(id -> Workshop.answer(id, "legal", "Second try", 0.9).toString());
        Client reader = login("reader");
        String page = reader.get("/records/1").body();
        assertThat(page)
                .contains(
                        "<span class=\"state good\">completed</span>",
                        "Attempt 2 <span class=\"state good\">ok</span>",
                        "<a href=\"/batches/2\">Batch 2</a>",
                        "Attempt 1 <span class=\"state warn\">review.when</span>",
                        "<a href=\"/batches/1\">Batch 1</a>",
                        "<strong>reviewer-1</strong>: again",
                        "&quot;summary&quot; : &quot;Second try&quot;");
        assertThat(page.indexOf("Attempt 2 ")).isLessThan(page.indexOf("Attempt 1 "));
        assertThat(reader.get("/records/1/attempts/1").body())
                .contains("-1-1&quot;", "First try")
                .doesNotContain("Second try");
        assertThat(reader.get("/records/1/attempts/2").body())
                .contains("-1-2&quot;", "Second try")
                .doesNotContain("First try");
    }

    @Test
    void whereItWentAndItsOtherRevisionsAreLinked() throws IOException {
        open("after-attempts: 1");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b")),
                id -> Workshop.answer(id, "billing", "Old value", 0.9).toString());
        workshop.pass(Duration.ofMinutes(1));
        Ledger ledger = workshop.ledger();
        long publication = ledger.publications()
                .open(ledger.recipes().taskId(Workshop.TASK), 10)
                .orElseThrow()
                .id();
        ledger.publications()
                .sealed(publication, new Publications.Content("publications/1/c.jsonl", 9, "sha", 1), List.of("crm"));
        ledger.publications().delivered(ledger.publications().claimDelivery().orElseThrow());
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "now another")),
                id -> Workshop.answer(id, "billing", "New value", 0.9).toString());

        Client reader = login("reader");
        assertThat(reader.get("/records/1").body())
                .contains(
                        "<span class=\"state good\">published</span>",
                        "not the newest revision",
                        "<a href=\"/publications/1\">Publication 1</a>",
                        "<strong>crm</strong> <span class=\"state good\">delivered</span>",
                        "<strong>Revision 1</strong>",
                        "<a href=\"/records/2\">Revision 2</a> <span class=\"state good\">completed</span>")
                .doesNotContain("New value");
        assertThat(reader.get("/records/2").body())
                .contains("In no publication yet.", "<a href=\"/records/1\">Revision 1</a>", "New value")
                .doesNotContain("not the newest revision");
    }

    @Test
    void nothingOfAnErasedRecordIsShown() throws IOException {
        open("after-attempts: 1");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "secret subject", "b"), Workshop.ticket("T-2", "a", "b")),
                id -> Workshop.answer(id, "billing", "secret of " + id, 0.9).toString());
        workshop.ledger()
                .erasures()
                .ask(new Erasures.Asked("tickets", "T-1", "0a".repeat(32), workshop.now(), "data protection"));
        Client reader = login("reader");
        for (String path : List.of("/records/1", "/records/1/attempts/1")) {
            assertThat(reader.get(path).body())
                    .as(path)
                    .contains("It is being erased on request.")
                    .doesNotContain("secret");
        }
        workshop.bean(Erasing.class).once();
        for (String path : List.of("/records/1", "/records/1/attempts/1")) {
            assertThat(reader.get(path).body())
                    .as(path)
                    .contains("It was erased on request at " + workshop.now() + ".")
                    .doesNotContain("secret", "T-1");
        }
        assertThat(reader.get("/records/2/attempts/1").body()).contains("T-2: a b", "secret of T-2");
        assertThat(reader.get("/records?task=tickets&id=T-1").statusCode()).isEqualTo(404);
    }

    @Test
    void whatWasDeletedByAgeIsSaidToBe() throws IOException {
        workshop = Workshop.open(
                folder, "after-attempts: 1", "", yaml -> yaml + "retention: {payloads: 1d, audit: 400d}\n");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "old subject", "b")),
                id -> Workshop.answer(id, "none", "old answer", 0.9).toString());
        Client reader = login("reader");
        assertThat(reader.get("/records/1").body()).contains("old subject", "old answer");
        workshop.pass(Duration.ofDays(3));
        assertThat(workshop.ledger().lists().record(1).orElseThrow().state()).isEqualTo(RecordState.REVIEW_REQUIRED);
        workshop.bean(Reviews.class).decide(new Decision(1, 1, Act.REJECT, "reviewer-1", "no", null, null, null));
        workshop.bean(Manifests.class).once();
        workshop.pass(Duration.ofHours(1));
        workshop.bean(Manifests.class).once();
        workshop.bean(Retention.class).once();
        for (String path : List.of("/records/1", "/records/1/attempts/1")) {
            assertThat(reader.get(path).body())
                    .as(path)
                    .contains("It was deleted by age at ")
                    .doesNotContain("old subject", "old answer");
        }
    }

    @Test
    void aPersonIsAskedFromHere() throws IOException {
        open("after-attempts: 3");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b")),
                id -> Workshop.answer(id, "billing", "Late order", 0.9).toString());
        Client reader = login("reader");
        assertThat(reader.get("/records/1").body()).doesNotContain("Ask a person");
        assertThat(reader.post("/records/1/ask", Map.of("why", "x")).statusCode())
                .isEqualTo(403);
        Client reviewer = login("reviewer-1");
        assertThat(reviewer.get("/records/1").body()).contains("Ask a person");
        HttpResponse<String> without = reviewer.post("/records/1/ask", Map.of("why", " "));
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Say in a few words what to look for");
        assertThat(workshop.ledger().openItems().find(1)).isEmpty();

        HttpResponse<String> done = reviewer.post("/records/1/ask", Map.of("why", "late twice?"));
        assertThat(done.statusCode() + " " + location(done)).isEqualTo("303 /records/1");
        assertThat(reviewer.get("/records/1").body())
                .contains("Record 1 is open for review now.", "<strong>reviewer-1</strong>: ask", "late twice?")
                .doesNotContain("Ask a person");
        assertThat(workshop.ledger().openItems().find(1).orElseThrow().reason()).isEqualTo("review.manual");
        HttpResponse<String> twice = reviewer.post("/records/1/ask", Map.of("why", "again"));
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("Nobody was asked. Record 1 is review_required");
    }
}
