package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.RecordState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An item of a task that wants two people to agree, and cleans HTML. */
class SecondPersonTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void open() throws IOException {
        workshop = Workshop.open(
                folder,
                "when: 'confidence < 0.7', after-attempts: 1, second: true",
                "",
                yaml -> yaml.replace("echo: {", "text: {html: sanitize}, echo: {"));
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    /** Returns the page of its item. */
    private static String answered(String id, String summary) throws IOException {
        workshop.answered(
                List.of(Workshop.ticket(id, "a", "b")),
                ticket -> Workshop.answer(ticket, "billing", summary, 0.5).toString());
        long record = workshop.ledger()
                .audit()
                .of(Workshop.TASK, id)
                .orElseThrow()
                .versions()
                .get(0)
                .recordId();
        return "/review/" + record;
    }

    @Test
    void seesWhatTheFirstOneProposesAndWhoThatIs() throws IOException {
        String item = answered("S-1", "Late order");
        Client first = workshop.server().login("reviewer-1");
        first.get(item);
        HttpResponse<String> proposed = first.post(
                item,
                Map.of(
                        "act",
                        "edit",
                        "version",
                        "1",
                        "name",
                        "S-1",
                        "v/ticket_id",
                        "S-1",
                        "v/category",
                        "1",
                        "v/urgent",
                        "false",
                        "v/summary",
                        "Late kettle",
                        "v/tags",
                        "refund\norder",
                        "v/confidence",
                        "0.5"));
        assertThat(proposed.statusCode()).isEqualTo(303);
        assertThat(first.get("/review").body())
                .contains("S-1: edited; a second person must agree", "first: reviewer-1");

        String own = first.get(item).body();
        assertThat(own).contains("That is you; somebody else decides.", "data-key=\"a\" disabled");
        HttpResponse<String> alone = first.post(item, Map.of("act", "approve", "version", "2"));
        assertThat(alone.statusCode()).isEqualTo(409);
        assertThat(workshop.ledger()
                        .audit()
                        .of(Workshop.TASK, "S-1")
                        .orElseThrow()
                        .versions())
                .singleElement()
                .satisfies(version -> assertThat(version.state()).isEqualTo(RecordState.REVIEW_REQUIRED));
        first.post(item + "/go", Map.of());

        Client second = workshop.server().login("reviewer-2");
        String page = second.get(item).body();
        assertThat(page)
                .contains(
                        "Two people must agree. First: <strong>reviewer-1</strong>.",
                        "<strong>category</strong>",
                        "<del>billing</del><ins>bug</ins>",
                        "<del>order</del><ins>kettle</ins>")
                .doesNotContain("That is you", "data-key=\"a\" disabled");
        assertThat(second.post(item, Map.of("act", "approve", "version", "2")).statusCode())
                .isEqualTo(303);
        assertThat(workshop.ledger()
                        .audit()
                        .of(Workshop.TASK, "S-1")
                        .orElseThrow()
                        .versions())
                .singleElement()
                .satisfies(version -> assertThat(version.state() + " " + version.edit())
                        .startsWith("COMPLETED ")
                        .contains("\"category\":\"bug\"", "Late kettle"));
    }

    @Test
    void isToldWhatWasCleanedOfAnEdit() throws IOException {
        String item = answered("S-3", "Late order");
        Client first = workshop.server().login("reviewer-1");
        first.get(item);
        Map<String, String> edit = new HashMap<>(Map.of("act", "edit", "version", "1", "name", "S-3"));
        edit.putAll(Map.of("v/ticket_id", "S-3", "v/category", "0", "v/urgent", "false", "v/tags", "refund"));
        edit.putAll(Map.of("v/summary", "Late<script>alert(1)</script> order", "v/confidence", "0.5"));
        assertThat(first.post(item, edit).statusCode()).isEqualTo(303);
        assertThat(first.get("/review").body())
                .contains("S-3: edited; HTML was cleaned in summary; a second person must agree");
        assertThat(workshop.ledger().decisions().of(record(item)).get(0).after())
                .contains("\"summary\":\"Late order\"");
        first.post(item + "/go", Map.of());
    }

    private static long record(String item) {
        return Long.parseLong(item.substring("/review/".length()));
    }

    @Test
    void isToldThatManyWaitForASecondPerson() throws IOException {
        String drop = workshop.ledger()
                .openItems()
                .find(record(answered("S-4", "Late order")))
                .map(item -> "?drop=" + item.dropId())
                .orElseThrow();
        Client first = workshop.server().login("reviewer-1");
        first.get("/review/bulk" + drop);
        Map<String, String> all = Map.of("act", "approve", "why", "all fine", "expected", "1");
        assertThat(first.post("/review/bulk" + drop, all).statusCode()).isEqualTo(303);
        assertThat(first.get("/review").body()).contains("1 items: approved. A second person must agree to 1 of them.");
    }

    @Test
    void isToldWhereHtmlWasCleanedAndThatNothingIsWrong() throws IOException {
        String item = answered("S-2", "Late <b>order</b><script>alert(1)</script>");
        Client first = workshop.server().login("reviewer-1");
        String page = first.get(item).body();
        assertThat(first.get(item + "?edit=1").body()).containsOnlyOnce("class=\"remark\">HTML was cleaned");
        assertThat(page)
                .contains("class=\"remark\">HTML was cleaned", "(sanitized)", "Late &lt;b&gt;order&lt;/b&gt;")
                .containsPattern("id=\"field-summary\"><dt>summary</dt>")
                .containsOnlyOnce("class=\"remark\"")
                .doesNotContain("alert(1)", "class=\"broken\"", "class=\"finding\"", "data-key=\"a\" disabled");
    }
}
