package dev.caravan.console.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Sight;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Pages;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Erasures;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import dev.caravan.retention.Erasing;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * Drop 1, record by record: completed; edited by a person, and its id is a formula; invalid output; erased. It is batch 1, and
 * publication 1 has the first two.
 */
class ExportsTest {
    private static final String HEAD =
            "id,task,source_id,revision,current,state,code,attempt,drop,line,batch,publication,"
                    + "recipe,decided_by_person,tokens_input,tokens_cached,tokens_output,tokens_reasoning,cost_usd";

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(
                folder, "when: 'confidence < 0.7', after-attempts: 3", "", yaml -> yaml + "workspace: sales\n", "");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "a, \"b\"", "c"),
                        Workshop.ticket("=1+1", "a", "b"),
                        Workshop.ticket("T-3", "a", "b"),
                        Workshop.ticket("T-4", "secret", "b")),
                id -> Workshop.answer(
                                id, id.equals("T-3") ? "none" : "billing", "Of " + id, id.startsWith("=") ? 0.5 : 0.9)
                        .toString());
        workshop.bean(Reviews.class)
                .decide(new Decision(
                        2,
                        1,
                        Act.EDIT,
                        "reviewer-1",
                        null,
                        Workshop.answer("=1+1", "legal", "By a person", 0.9).toString(),
                        null,
                        null));
        Ledger ledger = workshop.ledger();
        ledger.erasures().ask(new Erasures.Asked("tickets", "T-4", "0a".repeat(32), workshop.now(), "somebody"));
        workshop.bean(Erasing.class).once();
        workshop.pass(Duration.ofMinutes(1));
        int task = ledger.recipes().taskId(Workshop.TASK);
        long publication = ledger.publications().open(task, 10).orElseThrow().id();
        ledger.publications()
                .sealed(publication, new Publications.Content("publications/1/c.jsonl", 99, "sha", 2), List.of("crm"));
        ledger.publications().givenUp(ledger.publications().claimDelivery().orElseThrow(), "-HTTP 403, \"no\"", null);
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static HttpResponse<String> get(String name, String path) {
        return workshop.server().login(name).get(path);
    }

    @Test
    void recordsOfADropAsCsv() {
        HttpResponse<String> reply = get("reader", "/records.csv?drop=1");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/csv;charset=utf-8");
        assertThat(reply.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"records-of-drop-1.csv\"");
        String erased = workshop.ledger().lists().record(4).orElseThrow().sourceId();
        assertThat(reply.body())
                .isEqualTo(String.join(
                        "\r\n",
                        HEAD,
                        "1,tickets,T-1,1,true,completed,ok,1,1,1,1,1,1,false,120,0,40,0,0.000000",
                        "2,tickets,'=1+1,1,true,completed,edited,1,1,2,1,1,1,true,120,0,40,0,0.000000",
                        "3,tickets,T-3,1,true,invalid_output,schema.enum,1,1,3,1,,1,false,120,0,40,0,0.000000",
                        "4,tickets," + erased + ",1,false,superseded,ok,1,1,4,1,,1,false,120,0,40,0,0.000000",
                        ""));
    }

    @Test
    void onlyThoseThatTheFilterFindsComeAsJsonLines() {
        HttpResponse<String> reply = get("reader", "/records.jsonl?drop=1&state=invalid_output&code=schema.enum");
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/jsonl");
        assertThat(reply.body())
                .isEqualTo("{\"id\":3,\"task\":\"tickets\",\"source_id\":\"T-3\",\"revision\":1,\"current\":true,"
                        + "\"state\":\"invalid_output\",\"code\":\"schema.enum\",\"attempt\":1,\"drop\":1,\"line\":3,"
                        + "\"batch\":1,\"recipe\":1,\"decided_by_person\":false,\"tokens_input\":120,\"tokens_cached\":0,"
                        + "\"tokens_output\":40,\"tokens_reasoning\":0,\"cost_usd\":0.000000}\n");
        assertThat(get("reader", "/records.jsonl?drop=1&state=held").body()).isEmpty();
    }

    @Test
    void inputAndValueComeWhereTheyAreAskedForAndNothingOfWhatWasErased() {
        String[] lines = get("reader", "/records.jsonl?drop=1&values=1").body().split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0])
                .endsWith(
                        ",\"cost_usd\":0.000000,\"input\":{\"body\":\"c\",\"subject\":\"a, \\\"b\\\"\",\"ticket_id\":\"T-1\"},"
                                + "\"value\":" + Workshop.answer("T-1", "billing", "Of T-1", 0.9) + "}");
        assertThat(lines[1]).endsWith(",\"value\":" + Workshop.answer("=1+1", "legal", "By a person", 0.9) + "}");
        assertThat(lines[2]).endsWith(",\"value\":" + Workshop.answer("T-3", "none", "Of T-3", 0.9) + "}");
        assertThat(lines[3])
                .endsWith(",\"cost_usd\":0.000000,\"note\":\"erased on request, or deleted by age\"}")
                .doesNotContain("secret");

        String csv =
                get("reader", "/records.csv?drop=1&values=1&state=completed").body();
        assertThat(csv)
                .startsWith(HEAD + ",input,value,note\r\n1,tickets,T-1,")
                .contains(
                        ",0.000000,\"{\"\"body\"\":\"\"c\"\",\"\"subject\"\":\"\"a, \\\"\"b\\\"\"\"\",\"\"ticket_id\"\":\"\"T-1\"\"}\",");
    }

    @Test
    void listsAreWholeAndNarrowedAsTheirPagesAre() {
        assertThat(get("reader", "/drops.csv").body())
                .startsWith(
                        "id,task,zone,uri,state,reason,bytes,cancelled,held_back,opened,read_at,purged_at,read,refused,"
                                + "duplicate,unchanged,stale,queued,submitted,completed,invalid_output,provider_error,review_required,")
                .contains("\r\n1,tickets,");
        assertThat(get("reader", "/drops.jsonl?state=failed").body()).isEmpty();
        assertThat(get("reader", "/drops.jsonl?state=sealed&from=2026-01-01&to=2027-01-01")
                        .body())
                .startsWith("{\"id\":1,\"task\":\"tickets\",")
                .endsWith("}\n");
        assertThat(get("reader", "/drops.jsonl?to=2025-01-01").body()).isEmpty();
        assertThat(get("reader", "/batches.jsonl?state=collected&task=tickets").body())
                .startsWith("{\"id\":1,\"task\":\"tickets\",\"recipe\":1,\"credential\":\"simulated\",")
                .contains("\"sent\":4,\"open\":0,\"ok\":3,\"invalid\":1,", "\"provider_id\":\"batch_1\"");
        assertThat(get("reader", "/batches.jsonl?credential=other").body()).isEmpty();
        assertThat(get("reader", "/batches.jsonl?credential=simulated").body()).startsWith("{\"id\":1,");
        assertThat(get("reader", "/batches.csv?state=lost").body().split("\r\n"))
                .hasSize(1);
        assertThat(get("reader", "/publications.csv?delivery=dead").body())
                .isEqualTo("id,task,state,rejects,records,bytes,sealed_at,sinks\r\n"
                        + "1,tickets,sealed,false,2,99,2026-01-01T00:11:00Z,"
                        + "\"[{\"\"sink\"\":\"\"crm\"\",\"\"state\"\":\"\"dead\"\",\"\"sends\"\":1,"
                        + "\"\"reason\"\":\"\"-HTTP 403, \\\"\"no\\\"\"\"\"}]\"\r\n");
        assertThat(get("reader", "/publications.jsonl?state=published").body()).isEmpty();
    }

    @Test
    void eachListSaysWhereItIsTakenHomeFrom() {
        assertThat(get("reader", "/drops?state=sealed&after=9").body())
                .contains("href=\"/drops.csv?state&#x3D;sealed\"", "href=\"/drops.jsonl?state&#x3D;sealed\"");
        assertThat(get("reader", "/batches?credential=simulated").body())
                .contains("href=\"/batches.csv?credential&#x3D;simulated\"");
    }

    @Test
    void whatIsOfAnotherWorkspaceIsNotTaken() {
        assertThat(get("outsider", "/records.csv?drop=1").statusCode()).isEqualTo(404);
        for (String path : List.of("/drops.jsonl", "/batches.jsonl", "/publications.jsonl")) {
            HttpResponse<String> reply = get("outsider", path);
            assertThat(reply.statusCode() + reply.body()).as(path).isEqualTo("200");
        }
        assertThat(get("reader", "/records.csv?drop=77").statusCode()).isEqualTo(404);
        assertThat(get("reader", "/records.csv").statusCode()).isEqualTo(400);
    }

    @Test
    void whoAsksForTheHeadAloneGetsNoList() {
        Client reader = workshop.server().login("reader");
        HttpResponse<String> head =
                reader.send(HttpRequest.newBuilder(URI.create(workshop.server().url("/records.csv?drop=1")))
                        .method("HEAD", BodyPublishers.noBody())
                        .build());
        assertThat(head.statusCode() + head.body()).isEqualTo("200");
    }

    /** The second is asked for while the first is being written. */
    @Test
    void moreThanMayBeAtOnceAreAskedToComeAgain() throws IOException {
        ExportsPage page = new ExportsPage(
                workshop.bean(Pages.class),
                workshop.ledger(),
                workshop.bean(Sight.class),
                workshop.bean(RecordList.class),
                new ExportSettings(1));
        List<ResponseEntity<String>> second = new ArrayList<>();
        var meanwhile = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                try {
                    second.add(page.drops(request(), new MockHttpServletResponse()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return super.getOutputStream();
            }
        };
        assertThat(page.drops(request(), meanwhile)).isNull();
        assertThat(meanwhile.getContentAsString()).startsWith("id,task,");
        assertThat(second.get(0).getStatusCode().value()).isEqualTo(503);
        assertThat(second.get(0).getBody()).contains("at once (1) are being taken home", "caravan.console.exports");
        assertThat(page.drops(request(), new MockHttpServletResponse()))
                .as("the slot is free")
                .isNull();
    }

    private static MockHttpServletRequest request() {
        var request = new MockHttpServletRequest("GET", "/drops.csv");
        request.setServletPath("/drops.csv");
        return request;
    }
}
