package dev.caravan.console.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.EventKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the monitor says of a night, over a real ledger. Its tests are one story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitorPageTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client reader;

    @BeforeAll
    static void open() throws IOException {
        workshop = Workshop.open(folder.resolve("own"), "when: 'confidence < 0.7'");
        reader = workshop.server().login("reader");
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    private static String answer(String id) {
        return switch (id.substring(id.length() - 1)) {
            case "1" -> Workshop.answer(id, "nonsense", "Late order", 0.9).toString();
            case "2" -> Workshop.answer(id, "billing", "Late order", 0.5).toString();
            default -> Workshop.answer(id, "billing", "Late order", 0.9).toString();
        };
    }

    private static List<String> tickets(String prefix) {
        return List.of(
                Workshop.ticket(prefix + "-1", "a", "b"),
                Workshop.ticket(prefix + "-2", "a", "b"),
                Workshop.ticket(prefix + "-3", "a", "b"));
    }

    @Test
    @Order(1)
    void aNightWithNothingToDoIsCalm() {
        assertThat(reader.get("/monitor").body())
                .contains(
                        "<title>Monitor · Caravan</title>",
                        "Everything that is under way goes on by itself.",
                        "Nothing is under way.",
                        "No batch is open.",
                        "<a href=\"/review\">Open for review</a> <strong>0</strong>",
                        "<a href=\"/batches\">Open batches</a> <strong>0</strong>",
                        "<a href=\"/costs\">Cost of today (UTC)</a> <strong>$0</strong>",
                        "<a href=\"/monitor\" aria-current=\"page\">Monitor</a>",
                        "data-stream=\"/live\"",
                        "node 1: heard of ")
                .doesNotContain("Failures by code");
    }

    @Test
    @Order(2)
    void showsWhatIsUnderWayWhenItWillBeHereAndHowThatIsKnown() throws IOException {
        workshop.assembled(tickets("A"));
        assertThat(reader.get("/monitor").body())
                .contains(
                        "not known: no batch of gpt-5-mini at",
                        "<a href=\"/drops/1\" id=\"drop-1\">Drop 1</a>",
                        "inbox/tickets/drop-1.jsonl</span>",
                        "<span class=\"soft\">3 submitted</span>",
                        "<rect class=\"s-run\" x=\"0.00%\" width=\"100.00%\" height=\"100%\"/>",
                        "Batch 1 is assembled. It is sent when its account has room",
                        "<a href=\"/batches/1\" id=\"batch-1\">Batch 1</a>",
                        "<span class=\"soft\">1 assembled</span>");
        workshop.answer(MonitorPageTest::answer);
        workshop.assembled(tickets("B"));
        String body = reader.get("/monitor").body();
        assertThat(body)
                .contains(
                        "10 min like the last one of gpt-5-mini at",
                        "after it is sent",
                        "<a href=\"/review\">Open for review</a> <strong>1</strong> <span class=\"soft\">in 1 task</span>",
                        // What the first drop left behind.
                        "At rest with records left over",
                        "1 completed · 1 review required · 1 invalid output",
                        "Failures by code in these drops",
                        "<a href=\"/drops/1?state&#x3D;invalid_output&amp;code&#x3D;schema.enum#records\">schema.enum</a>")
                .doesNotContain("no batch of gpt-5-mini");
    }

    @Test
    @Order(4)
    void whatStandsStillIsOnTopWithAWayToIt() throws IOException {
        workshop.ledger().cancels().batch(2, "operator", "test");
        workshop.cut();
        workshop.ledger().events().raise(EventKind.CREDENTIAL_STOPPED, "credential main", "refused <b>key</b>");
        String body = reader.get("/monitor").body();
        assertThat(body)
                .contains(
                        "<a href=\"/drops?task&#x3D;tickets\">task tickets</a>",
                        "data-name=\"How many\" class=\"num\">3</td>",
                        "held until somebody lets them go",
                        "<a href=\"/batches?credential&#x3D;main\">credential main</a>",
                        "refused &lt;b&gt;key&lt;/b&gt;")
                .doesNotContain("<b>key", "Everything that is under way", ">Its drops</a>");
        assertThat(body.indexOf("What stands still")).isLessThan(body.indexOf("Drops under way"));
        assertThat(workshop.server().login("operator").get("/monitor").body()).contains(">Its drops</a>");
    }

    @Test
    @Order(3)
    void isNarrowedByItsAddressAndSendsOnePartAtATime() {
        assertThat(reader.get("/monitor?state=submitted").body())
                .contains(
                        "No batch is open.",
                        "<option value=\"submitted\" selected>submitted</option>",
                        "data-live=\"/monitor?state&#x3D;submitted&amp;part&#x3D;batches\"");
        assertThat(reader.get("/monitor?credential=none").body()).contains("No batch is open.");
        assertThat(reader.get("/monitor?task=tickets").body())
                .contains("Batch 2", "data-stream=\"/live?task&#x3D;tickets\"", "<option selected>tickets</option>");
        assertThat(reader.get("/monitor?task=other").body()).contains("No batch is open.", "Nothing is under way.");

        for (String part : List.of("now", "drops", "batches", "failures")) {
            HttpResponse<String> piece = reader.get("/monitor?part=" + part, "HX-Request", "true");
            assertThat(piece.body().strip())
                    .startsWith("<section id=\"" + part + "\" data-live=\"/monitor?part&#x3D;" + part + "\"")
                    .endsWith("</section>");
        }
        assertThat(reader.get("/monitor?part=drops").body()).startsWith("<!doctype html>");
    }

    @Test
    @Order(5)
    void somebodyOfAnotherWorkspaceSeesNothingOfIt() throws IOException {
        try (Workshop other =
                Workshop.open(folder.resolve("other"), "sample: 0%", "", yaml -> yaml + "workspace: sales\n")) {
            other.assembled(tickets("A"));
            other.ledger().cancels().batch(1, "operator", "test");
            other.cut();
            other.ledger().events().raise(EventKind.CREDENTIAL_STOPPED, "credential main", "refused");
            Client outsider = other.server().login("outsider");
            assertThat(outsider.get("/monitor").body())
                    .contains("Everything that is under way goes on by itself.", "<strong>$0</strong>")
                    .containsPattern("node 1: heard of [^,]+ ago</p>")
                    .doesNotContain("tickets", "credential main", "/drops/1");
            assertThat(outsider.get("/events").body())
                    .contains("Nothing happened")
                    .doesNotContain("credential main");
        }
    }
}
