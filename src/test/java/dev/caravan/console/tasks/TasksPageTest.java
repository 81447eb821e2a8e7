package dev.caravan.console.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.Requests;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that was asked with two versions. */
class TasksPageTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void run() throws IOException {
        Workshop.price(folder);
        try (Workshop before = Workshop.open(folder, "after-attempts: 3")) {
            before.answered(
                    List.of(
                            Workshop.ticket("T-1", "a", "b"),
                            Workshop.ticket("T-2", "a", "b"),
                            Workshop.ticket("T-3", "a", "b"),
                            Workshop.ticket("T-4", "a", "b")),
                    id -> id.equals("T-4")
                            ? ""
                            : Workshop.answer(id, id.equals("T-3") ? "nonsense" : "billing", "Fine", 0.9)
                                    .toString());
        }
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'", "", TasksPageTest::second);
        workshop.answered(
                List.of(Workshop.ticket("U-1", "<b>a</b>", "b"), Workshop.ticket("U-2", "a", "b")),
                id -> Workshop.answer(id, "bug", "Fine", id.equals("U-1") ? 0.5 : 0.9)
                        .toString());
    }

    /** Its files of today. */
    private static String second(String yaml) {
        try {
            Path files = folder.resolve("config/tasks/tickets");
            Files.writeString(files.resolve("system.md"), "Sort the ticket with care.\n<b>{{subject}}</b> is data.\n");
            Path schema = files.resolve("output.schema.json");
            Files.writeString(schema, Files.readString(schema).replace("\"maxLength\": 400", "\"maxLength\": 200"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return yaml.replace("version: 1\n", "version: 2\n").replace("schema-version: 1", "schema-version: 2")
                + "budget: {usd: 1, per: total}\ndeadline: 26h\nretention: {payloads: 90d}\n";
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static String get(String path) {
        HttpResponse<String> reply = workshop.server().login("operator").get(path);
        assertThat(reply.statusCode()).as(path).isEqualTo(200);
        return reply.body();
    }

    private static String words(String html) {
        return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    }

    private static String words(String page, String from, String to) {
        return words(page.substring(page.indexOf(from), page.indexOf(to, page.indexOf(from))));
    }

    @Test
    void listsTasksWithTheAnswersOfTheVersionInForce() {
        assertThat(words(get("/tasks"), "<tbody>", "</table>"))
                .isEqualTo("tickets default fast 2 3 0 (0 %) 0 2 0 $0.99967 auto answers-jsonl");
        assertThat(get("/tasks"))
                .contains(
                        "<a href=\"/tasks/tickets\">tickets</a>",
                        "<a href=\"/models/fast\">fast</a>",
                        "<a href=\"/review?task&#x3D;tickets\">2</a>");
    }

    @Test
    void tellsWhatIsInForceAndWhatEachVersionWasWorth() {
        String page = get("/tasks/tickets");
        assertThat(words(page, "<ul class=\"tiles", "</ul>"))
                .isEqualTo("Invalid, version in force 0 % 0 of 3 answers Queued 0 wait to be sent Under way 0 0 batches"
                        + " Held 0 until somebody releases Open for review 2 wait for a person"
                        + " Budget left $0.99967 of $1.00 in all");
        assertThat(words(page, "<tbody>", "</table>"))
                .isEqualTo("1 #1, schema 1 gpt-5-mini, thinking low 2 1 (33.3 %) 1 $0.000165 $0.04125"
                        + " 2026-01-01T00:00:00Z 2026-01-01T00:00:00Z"
                        + " 2 #2, schema 2 in force gpt-5-mini, thinking low 3 0 (0 %) 0 $0.000165 $0.055"
                        + " 2026-01-01T00:00:00Z 2026-01-01T00:00:00Z");
        assertThat(page)
                .contains(
                        "aria-label=\"Answers that broke a rule: version 1 (#1) 33.3 %, version 2 (#2) 0 %\"",
                        "<rect class=\"s-bad\" x=\"10\" y=\"25.0\" width=\"50\" height=\"100.0\"><title>v1 #1: 33.3 %</title>",
                        "<code>tasks/tickets/</code>",
                        "Sort the ticket with care.\n&lt;b&gt;{{subject}}&lt;/b&gt; is data.",
                        "{{ticket_id}}: {{subject}} {{body}}",
                        "&quot;maxLength&quot; : 200")
                .doesNotContain("<b>{{subject}}", "id=\"diff\"");
        assertThat(words(page, "<dl class=\"fields\">", "</dl>"))
                .isEqualTo("Input Source record ID: ticket_id Required: ticket_id, subject, body"
                        + " At most 100,000 characters Format: by the file&#39;s extension"
                        + " Rules for answers ticket_id repeats ticket_id HTML: reject"
                        + " At most 20,000 characters in a text"
                        + " Review When confidence &lt; 0.7 Sample of valid answers: 0 % After 3 answers that broke a rule"
                        + " Publish answers-jsonl Gate: auto Batch models fast: gpt-5-mini by simulated, thinking low"
                        + " Retry 1 attempts in all where a provider fails, after 1 s at first, 1 s at most"
                        + " Window Sent at once Budget $1.00 in all Deadline 1 d 2 h; then it is told"
                        + " Retention Payloads: 90 d 0 h Rows of the ledger: kept");
        assertThat(words(page, "<h2 id=\"used", "</main>"))
                .isEqualTo("Where it is used Batch models: fast Sinks: answers-jsonl Zones of its newest drops: inbox"
                        + " Its newest drops Drop Zone State Read Rows 2 inbox sealed 2026-01-01T00:00:00Z 2"
                        + " 1 inbox sealed 2026-01-01T00:00:00Z 4");
    }

    @Test
    void showsWhatTwoVersionsHaveDifferently() {
        String page = get("/tasks/tickets?from=1&to=2");
        String diff = page.substring(page.indexOf("id=\"diff\""), page.indexOf("id=\"force\""));
        assertThat(diff)
                .contains(
                        "From version 1 to version 2",
                        "<h3>Prompt: system</h3><pre dir=\"auto\">Sort the ticket<ins> with care</ins>.\n"
                                + "<ins>&lt;b&gt;{{subject}}&lt;/b&gt; is data.\n</ins></pre>",
                        "<h3>Prompt: user</h3><p class=\"soft\">The same.</p>",
                        "&quot;maxLength&quot; : <del>400</del><ins>200</ins>\n",
                        "<ins>Review when confidence &lt; 0.7\n</ins>",
                        "<h3>Model</h3><p class=\"soft\">The same.</p>");
        assertThat(get("/tasks/tickets?from=2&to=2")).contains("They are the same.");
        assertThat(get("/tasks/tickets?from=9&to=x")).doesNotContain("id=\"diff\"");
    }

    @Test
    void anActIsAskedOnceAndLeftForTheStageThatDoesIt() {
        Client operator = workshop.server().login("operator");
        assertThat(words(operator.get("/tasks/tickets/release").body(), "<h1>", "</main>"))
                .isEqualTo("Release what is held of tickets? 0 held records are queued again, and its drops that were"
                        + " cancelled or held go on. What is sent then is paid. Yes, release 0 records No, back");
        assertThat(words(operator.get("/tasks/tickets/hold").body(), "<h1>", "</main>"))
                .startsWith("Hold all of tickets? Its 0 drops that may still send something send nothing more: 0 queued"
                        + " records are held. 0 records wait at providers: those run to their end and are paid.");
        assertThat(words(operator.get("/tasks/tickets/cancel").body(), "<h1>", "</main>"))
                .startsWith("Cancel all of tickets? Its 0 drops that may still send something are stopped:");
        HttpResponse<String> stale = operator.post("/tasks/tickets/cancel", Map.of("expected", "7"));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("The numbers have changed since you were asked. Nothing was done");
        for (String act : List.of("cancel", "hold", "release")) {
            HttpResponse<String> done = operator.post("/tasks/tickets/" + act, Map.of("expected", "0"));
            assertThat(done.statusCode()).isEqualTo(303);
            assertThat(done.headers().firstValue("Location").orElseThrow()).endsWith("/tasks/tickets");
        }
        assertThat(operator.get("/tasks/tickets").body()).contains("Asked for, as request ");
        assertThat(workshop.ledger().requests().open(EnumSet.of(Kind.CANCEL, Kind.HOLD, Kind.RELEASE)))
                .extracting(Requests.Request::actor, Requests.Request::wish)
                .containsExactly(
                        tuple("operator", new Wish(Kind.CANCEL, About.TASK, "tickets")),
                        tuple("operator", new Wish(Kind.HOLD, About.TASK, "tickets")),
                        tuple("operator", new Wish(Kind.RELEASE, About.TASK, "tickets")));

        Client reader = workshop.server().login("reader");
        assertThat(reader.get("/tasks/tickets").body()).doesNotContain("Cancel…", "Ask about some records…");
        assertThat(reader.get("/tasks/tickets/cancel").statusCode()).isEqualTo(403);
        assertThat(reader.get("/tasks/tickets/sample").statusCode()).isEqualTo(403);
    }

    @Test
    void aPauseIsAskedForWithAReasonAndIsShownWithWhatStandsStillUntilSomebodyResumesIt() {
        Client operator = workshop.server().login("operator");
        assertThat(operator.get("/tasks/tickets").body()).contains("/pauses?kind=task&amp;name=tickets");
        assertThat(operator.get("/pauses?kind=task&name=tickets").body())
                .contains("Nothing is paused.", "<option value=\"task\" selected>", "name=\"name\" value=\"tickets\"");
        HttpResponse<String> without = operator.post("/pauses", Map.of("kind", "task", "name", "tickets"));
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Say why in a few words");
        assertThat(operator.post("/pauses", Map.of("kind", "model", "name", "fats", "why", "so"))
                        .body())
                .contains("There is no batch model &quot;fats&quot;; there are ");
        assertThat(workshop.ledger().pauses().inForce()).isEmpty();
        Map<String, String> pause =
                Map.of("kind", "task", "name", "tickets", "why", "the sink moves", "for", "2h", "silent", "true");
        assertThat(operator.post("/pauses", pause).statusCode()).isEqualTo(303);
        Pause made = workshop.ledger().pauses().inForce().get(0);
        assertThat(made.actor()).isEqualTo("operator");
        assertThat(made.terms().silent()).isTrue();
        assertThat(words(operator.get("/pauses").body(), "<h2>", "</section>"))
                .startsWith("task &quot;tickets&quot; nobody is called Since " + made.at() + " by operator Until "
                        + made.terms().until()
                        + " , or until somebody resumes it Why the sink moves Stands still 0 records");
        assertThat(operator.get("/monitor").body()).contains("paused, and nobody is called by operator since");
        Client reader = workshop.server().login("reader");
        assertThat(reader.get("/pauses").body()).contains("the sink moves").doesNotContain("Resume", "Pause it");
        assertThat(reader.post("/pauses/" + made.id(), Map.of()).statusCode()).isEqualTo(403);
        assertThat(operator.post("/pauses/" + made.id(), Map.of("why", "done")).statusCode())
                .isEqualTo(303);
        assertThat(operator.post("/pauses/" + made.id(), Map.of("why", "done")).statusCode())
                .isEqualTo(404);
        assertThat(workshop.ledger().pauses().inForce()).isEmpty();
    }

    private static String field(String page, String name) {
        Matcher value =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1).replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    }

    @Test
    void aSampleSaysFirstWhatItMayCostAndThenShowsEachAnswerBesideItsInput() {
        Client operator = workshop.server().login("operator");
        assertThat(operator.get("/tasks/tickets/sample").body()).contains("(1 to 20)");
        HttpResponse<String> asked = operator.post("/tasks/tickets/sample", Map.of("drop", "2", "n", "2"));
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(words(asked.body(), "<h2 id=\"yes", "</section>"))
                .matches(
                        "Ask fast about 2 records now\\? It may cost about \\$0\\.0161\\d+ at most, which counts against the"
                                + " budget of the task\\. Nothing is queued, published or kept but what it costs\\. Of 2 rows\\."
                                + " Records: U-1 U-2 Yes, ask about 2 No, back");
        assertThat(calls()).isZero();

        workshop.bean(Workshop.Providers.class)
                .answerEach(id -> Workshop.answer(id, id.equals("U-1") ? "nonsense" : "bug", "Fine & good", 0.9)
                        .toString());
        String picked = field(asked.body(), "picked");
        HttpResponse<String> cheap = operator.post("/tasks/tickets/sample", Map.of("picked", picked, "most", "15000"));
        assertThat(cheap.statusCode()).isEqualTo(409);
        assertThat(cheap.body()).contains("It may cost more by now than you were told. Nothing was asked");
        assertThat(calls()).isZero();

        HttpResponse<String> done =
                operator.post("/tasks/tickets/sample", Map.of("picked", picked, "most", field(asked.body(), "most")));
        assertThat(words(done.body(), "<p class=\"flash done", "<form"))
                .isEqualTo(
                        "2 asked of version 2 with simulator/gpt-5-mini: 1 valid, 0 for review, 1 invalid, 0 without an"
                                + " answer. It cost $0.00022 for 240 tokens in and 80 out."
                                + " U-1 invalid schema.enum 120 tokens in, 40 out · $0.00011 · 0.0 s"
                                + " category: does not have a value in the enumeration [&quot;billing&quot;, &quot;bug&quot;,"
                                + " &quot;how_to&quot;, &quot;legal&quot;, &quot;other&quot;]"
                                + " Input body b subject &lt;b&gt;a&lt;/b&gt; ticket_id U-1"
                                + " Answer None that could be published; the model said {&quot;ticket_id&quot;:&quot;U-1&quot;,"
                                + "&quot;category&quot;:&quot;nonsense&quot;,&quot;urgent&quot;:false,"
                                + "&quot;summary&quot;:&quot;Fine &amp; good&quot;,"
                                + "&quot;tags&quot;:[&quot;refund&quot;,&quot;order&quot;],&quot;confidence&quot;:0.9}"
                                + " U-2 valid ok 120 tokens in, 40 out · $0.00011 · 0.0 s"
                                + " Input body b subject a ticket_id U-2 Answer { &quot;ticket_id&quot; : &quot;U-2&quot;,"
                                + " &quot;category&quot; : &quot;bug&quot;, &quot;urgent&quot; : false,"
                                + " &quot;summary&quot; : &quot;Fine &amp; good&quot;,"
                                + " &quot;tags&quot; : [ &quot;refund&quot;, &quot;order&quot; ], &quot;confidence&quot; : 0.9 }");
        assertThat(calls()).isEqualTo(2);
    }

    private static long calls() {
        return workshop.ledger().realTimeCosts().since(LocalDate.EPOCH).stream()
                .map(RealTimeCosts.Day::calls)
                .mapToLong(RealTimeCosts.Calls::calls)
                .sum();
    }

    @Test
    void whatCanNotBeAskedIsTold() {
        Client operator = workshop.server().login("operator");
        operator.get("/tasks/tickets/sample");
        for (Map.Entry<Map<String, String>, String> one : Map.of(
                        Map.of("n", "1"),
                        "Nothing was asked: name a drop, choose a file or enter some records",
                        Map.of("n", "21", "drop", "2"),
                        "Nothing was asked: ask about 1 to 20 records, not 21",
                        Map.of("drop", "two"),
                        "Nothing was asked: a drop is a number, not two",
                        Map.of("drop", "99"),
                        "Nothing was asked: there is no drop 99 of this task",
                        Map.of("text", "ticket_id,subject,body\n,a,b\n", "format", "csv"),
                        "There is no record to ask about: line 2: ",
                        Map.of("text", "ticket_id,subject\nX,a\n", "format", "csv"),
                        "Nothing was asked, for these records can&#39;t be read: ")
                .entrySet()) {
            HttpResponse<String> reply = operator.post("/tasks/tickets/sample", one.getKey());
            assertThat(reply.statusCode()).as(one.getValue()).isEqualTo(422);
            assertThat(reply.body()).contains(one.getValue());
        }
        HttpResponse<String> csv = operator.post(
                "/tasks/tickets/sample", Map.of("text", "ticket_id,subject,body\nX-1,a,b\nX-2,a,b\n", "format", "csv"));
        assertThat(csv.body()).contains("Ask fast about 2 records now?", "<option selected>csv</option>");
    }

    @Test
    void whatIsNotThereAndWhatIsOfAnotherWorkspaceAreTheSame() {
        Client outsider = workshop.server().login("outsider");
        assertThat(words(outsider.get("/tasks").body(), "<h1>", "</main>")).startsWith("Tasks No task is configured");
        assertThat(outsider.get("/tasks/tickets").statusCode()).isEqualTo(404);
        assertThat(outsider.get("/tasks/tickets/sample").statusCode()).isEqualTo(404);
        assertThat(workshop.server().login("admin").get("/tasks/nothing").statusCode())
                .isEqualTo(404);
        assertThat(workshop.server().login("admin").get("/tasks/openai:fast").statusCode())
                .isEqualTo(404);
    }
}
