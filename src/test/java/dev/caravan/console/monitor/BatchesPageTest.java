package dev.caravan.console.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Requests.About;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches by their pages: one that came home, one that is in doubt, one at its provider. */
class BatchesPageTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client reader;
    private static Client operator;

    @BeforeAll
    static void open() throws IOException {
        workshop = Workshop.open(folder, "sample: 0%");
        reader = workshop.server().login("reader");
        operator = workshop.server().login("operator");
        workshop.answered(
                List.of(Workshop.ticket("T-1", "a", "b"), Workshop.ticket("T-2", "a", "b")),
                id -> Workshop.answer(id, id.equals("T-1") ? "nonsense" : "billing", "Late order", 0.9)
                        .toString());
        Ledger ledger = workshop.ledger();
        workshop.assembled(List.of(Workshop.ticket("D-1", "a", "b")));
        Batches.Claim doubt = creating(ledger);
        ledger.batches().doubt(doubt, "its reply was <lost>", Duration.ofMinutes(5));
        workshop.assembled(List.of(Workshop.ticket("S-1", "a", "b")));
        Batches.Claim sent = creating(ledger);
        ledger.batches().accepted(sent, 1, "batch_at_provider", Duration.ZERO);
        Batches.Claim asked = ledger.batches().claimForPoll(1).get(0);
        ledger.batches().progress(asked, new Batches.Progress("in_progress", 1, 0, 0, null), Duration.ofMinutes(7));
    }

    private static Batches.Claim creating(Ledger ledger) {
        Batches.Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file-of-" + claim.batch().id(), null);
        ledger.batches().creating(claim, attempt);
        return claim;
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    @Test
    void theListShowsWhatEachIsAndWhatComesNext() {
        String body = reader.get("/batches").body();
        assertThat(body)
                .contains(
                        "<span class=\"state good\">collected</span>",
                        "1 ok · 1 invalid",
                        "<span class=\"state warn\">in doubt</span>",
                        "Its provider is searched for it before anything is sent again",
                        "its reply was &lt;lost&gt;",
                        "<span class=\"state run\">submitted</span>",
                        "provider: in_progress<br><span class=\"soft\">it answers</span>",
                        "Its provider is asked how it is, <time datetime=\"",
                        "in 10 min, if it takes 10 min like the last one of gpt-5-mini at")
                .doesNotContain("<lost>");
        assertThat(body.indexOf(">Batch 3<")).isPositive().isLessThan(body.indexOf(">Batch 1<"));
        assertThat(reader.get("/batches?state=in_doubt").body())
                .contains(">Batch 2<")
                .doesNotContain(">Batch 1<");
        assertThat(reader.get("/batches?state=collected").body())
                .contains(">Batch 1<")
                .doesNotContain(">Batch 2<");
        assertThat(reader.get("/batches?credential=nobody").body())
                .contains("There is no batch that this filter finds.");
        assertThat(reader.get("/batches?after=2").body()).contains(">Batch 1<").doesNotContain(">Batch 2<");
        assertThat(reader.get("/batches?part=rows", "HX-Request", "true").body().strip())
                .startsWith("<section id=\"rows\"")
                .endsWith("</section>");
    }

    @Test
    void aBatchTellsWhatItsProviderSaysItsTriesAndItsRecords() {
        assertThat(reader.get("/batches/3").body())
                .contains(
                        "<dt>Its provider says</dt><dd>in_progress: it answers</dd>",
                        "<dt>Its number there</dt><dd>batch_at_provider</dd>",
                        "file-of-3",
                        "accepted<br><span class=\"soft\">the provider has a batch for it</span>",
                        "<dt>next look</dt>",
                        "<a href=\"/records/4\" dir=\"auto\">S-1</a>",
                        "data-live=\"/batches/3?part&#x3D;now\"")
                .doesNotContain("Cancel…", "nobody knows");
        assertThat(reader.get("/batches/2").body())
                .contains(
                        "A create call may have been accepted, and no answer says so.",
                        "its reply was &lt;lost&gt;",
                        "one create call may have been sent, and no answer is known");
        assertThat(reader.get("/batches/1").body())
                .contains(
                        "Nothing: every record has its outcome",
                        "<dt>results home</dt>",
                        "<span class=\"state bad\">invalid output</span>",
                        ">schema.enum</td>")
                .doesNotContain("Results usually here");
        assertThat(reader.get("/batches/777").statusCode()).isEqualTo(404);
    }

    @Test
    void aCancelAndAReleaseAreLeftForWhoeverDoesThem() {
        assertThat(operator.get("/batches/3").body()).contains("href=\"/batches/3/cancel\"");
        assertThat(operator.get("/batches/1").body())
                .contains("href=\"/batches/1/release\"")
                .doesNotContain("href=\"/batches/1/cancel\"");
        assertThat(operator.get("/batches/3/cancel").body())
                .contains("Its provider is asked to stop it.", "It has 1 record; without an outcome yet: 1.");
        HttpResponse<String> done = operator.post("/batches/3/cancel", Map.of());
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(operator.get("/batches/3").body())
                .contains(
                        "What people asked for",
                        "<td data-name=\"What\">cancel</td>",
                        "<td data-name=\"Who\">operator</td>");
        assertThat(operator.get("/batches/1/release").body()).contains("Records that were in this batch last");
        operator.post("/batches/1/release", Map.of());
        assertThat(workshop.ledger().requests().about(About.BATCH, "1", 5)).hasSize(1);
        assertThat(reader.post("/batches/1/release", Map.of()).statusCode()).isEqualTo(403);
    }
}
