package dev.caravan.console.publications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publication 1: two sinks, one of which has it and one of which refused it. Publication 2: 150 records, on its way. */
class PublicationsPageTest {
    private static final String EVIL = "<script>alert(1)</script>";

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "after-attempts: 1", "", yaml -> yaml + "workspace: sales\n");
        answered(List.of(Workshop.ticket("T-1", "a", "b"), Workshop.ticket("T-2\" onclick=\"x", "a", "b")));
        publish("archive", "crm");
        Publications publications = workshop.ledger().publications();
        publications.delivered(publications.claimDelivery().orElseThrow());
        publications.givenUp(publications.claimDelivery().orElseThrow(), "HTTP 403 " + EVIL, null);
        answered(IntStream.rangeClosed(3, 152)
                .mapToObj(i -> Workshop.ticket("T-" + i, "a", "b"))
                .toList());
        publish("archive");
    }

    private static void answered(List<String> tickets) throws IOException {
        workshop.answered(
                tickets, id -> Workshop.answer(id, "billing", "Late order", 0.9).toString());
        workshop.pass(Duration.ofMinutes(1));
    }

    private static void publish(String... sinks) {
        Ledger ledger = workshop.ledger();
        var open = ledger.publications()
                .open(ledger.recipes().taskId(Workshop.TASK), 1_000)
                .orElseThrow();
        ledger.publications()
                .sealed(
                        open.id(),
                        new Publications.Content(
                                "publications/" + open.id() + "/content.jsonl", 1_234, "sha", open.records()),
                        List.of(sinks));
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static Client login(String name) {
        return workshop.server().login(name);
    }

    @Test
    void publicationsAreListedWithWhatTheirSinksHave() {
        Client reader = login("reader");
        String page = reader.get("/publications").body();
        assertThat(page)
                .contains(
                        "<a href=\"/publications/1\">1</a></th><td data-name=\"Task\">tickets</td>"
                                + "<td data-name=\"State\"><span class=\"state bad\">sealed</span></td>"
                                + "<td data-name=\"Records\" class=\"num\">2</td><td data-name=\"Size\" class=\"num\">1.2 KB</td>",
                        "<strong>archive</strong> <span class=\"state good\">delivered</span> <span class=\"soft\">sent once</span>",
                        "<strong>crm</strong> <span class=\"state bad\">given up</span> <span class=\"soft\">sent once</span>"
                                + " <span dir=\"auto\">HTTP 403 &lt;script&gt;",
                        "href=\"/publications.csv\"")
                .doesNotContain(EVIL);
        assertThat(page.indexOf("/publications/2\"")).isLessThan(page.indexOf("/publications/1\""));
        assertThat(reader.get("/publications?delivery=dead").body())
                .contains("/publications/1\"", "href=\"/publications.jsonl?delivery&#x3D;dead\"")
                .doesNotContain("/publications/2\"");
        assertThat(reader.get("/publications?delivery=waiting&state=sealed&task=tickets")
                        .body())
                .contains("/publications/2\"")
                .doesNotContain("/publications/1\"");
        assertThat(reader.get("/publications?state=published").body())
                .contains("There is no publication that this filter finds.");
        assertThat(reader.get("/publications?state=nonsense&delivery=nonsense").body())
                .contains("/publications/1\"", "/publications/2\"");
    }

    @Test
    void itsRecordsComePageByPage() {
        Client reader = login("reader");
        String first = reader.get("/publications/2").body();
        assertThat(first)
                .contains(
                        "<h1>Publication 2 <span class=\"soft\">· tickets</span></h1>",
                        "150 records, 1.2 KB",
                        "<a href=\"/records/3\" dir=\"auto\">T-3</a></th><td data-name=\"Revision\" class=\"num\">1</td>"
                                + "<td data-name=\"Attempt\" class=\"num\">1</td>"
                                + "<td data-name=\"Drop\" class=\"num\"><a href=\"/drops/2\">2</a></td>"
                                + "<td data-name=\"Batch\" class=\"num\"><a href=\"/batches/2\">2</a></td>"
                                + "<td data-name=\"Value by\">the model</td>",
                        ">T-102</a>",
                        "href=\"/publications/2?after&#x3D;102\"")
                .doesNotContain(">T-103</a>", "once more to");
        assertThat(reader.get("/publications/2?after=102").body())
                .contains(">T-103</a>", ">T-152</a>", "First page")
                .doesNotContain(">T-102</a>", "Next page");
        assertThat(reader.get("/publications/1").body())
                .contains("T-2&quot; onclick&#x3D;&quot;x")
                .doesNotContain("onclick=");
        assertThat(reader.get("/publications/77").statusCode()).isEqualTo(404);
    }

    @Test
    void anOperatorSendsItOnceMoreForAReason() {
        Client operator = login("operator");
        assertThat(operator.get("/publications/1").body())
                .contains("href=\"/publications/1/replay\"", "href=\"/publications/1/replay?sink&#x3D;crm\"");
        assertThat(operator.get("/publications/1/replay?sink=crm").body())
                .contains(
                        "Send publication 1 once more to crm?",
                        "Sink crm gets all of it again, from the first record: 2 records, 1.2 KB",
                        "action=\"/publications/1/replay?sink&#x3D;crm\"");
        Client reader = login("reader");
        assertThat(reader.get("/publications/1/replay").statusCode()).isEqualTo(403);
        assertThat(reader.post("/publications/1/replay", Map.of("why", "so")).statusCode())
                .isEqualTo(403);

        HttpResponse<String> without = operator.post("/publications/1/replay?sink=crm", Map.of("why", " "));
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Say in a few words why. Nothing was sent.");
        HttpResponse<String> nowhere = operator.post("/publications/1/replay?sink=nobody", Map.of("why", "so"));
        assertThat(nowhere.statusCode()).isEqualTo(409);
        assertThat(nowhere.body()).contains("Nothing is sent: it goes to no such sink.");
        assertThat(workshop.ledger().events().of("publication 1", 9)).isEmpty();

        HttpResponse<String> done =
                operator.post("/publications/1/replay?sink=crm", Map.of("why", "its door <i>is</i> open again"));
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(operator.get("/publications/1").body())
                .contains(
                        "Publication 1 is sent once more to 1 sink.",
                        "<strong>crm</strong> <span class=\"state rest\">waiting</span>",
                        "<strong>operator</strong> · ",
                        "It is sent once more to crm. Why: its door &lt;i&gt;is&lt;/i&gt; open again")
                .doesNotContain("<i>is");
        assertThat(workshop.ledger().events().of("publication 1", 9))
                .extracting(Events.Event::kind, Events.Event::actor, Events.Event::body)
                .containsExactly(Tuple.tuple(
                        EventKind.REPLAYED,
                        "operator",
                        "It is sent once more to crm. Why: its door <i>is</i> open again"));
        HttpResponse<String> twice = operator.post("/publications/1/replay?sink=crm", Map.of("why", "so"));
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("it is on its way already");
        Publications publications = workshop.ledger().publications();
        var again = publications.claimDelivery().orElseThrow();
        assertThat(again.sink() + " of " + again.publicationId()).isEqualTo("crm of 1");
        publications.givenUp(again, "HTTP 403 " + EVIL, null);
    }

    @Test
    void whatIsOfAnotherWorkspaceIsNotThere() {
        Client outsider = login("outsider");
        assertThat(outsider.get("/publications").body()).doesNotContain("tickets", "archive");
        for (String path : List.of("/publications/1", "/publications/1/replay")) {
            HttpResponse<String> foreign = outsider.get(path);
            assertThat(foreign.statusCode()).as(path).isEqualTo(404);
            assertThat(foreign.body()).doesNotContain("tickets", "archive");
        }
        assertThat(outsider.post("/publications/1/replay", Map.of("why", "so")).statusCode())
                .isEqualTo(404);
    }
}
