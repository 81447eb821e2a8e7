package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.RecordState;
import dev.caravan.review.Cursor;
import dev.caravan.review.Decision;
import dev.caravan.review.Filter;
import dev.caravan.review.OpenItem;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser without scripts sees them. */
class ReviewPagesTest {
    private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client reviewer;
    private static int tests;

    private long first;

    @BeforeAll
    static void open() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.7', after-attempts: 1");
        reviewer = workshop.server().login("reviewer-1");
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    /** Nothing is open at the beginning of a test. */
    @BeforeEach
    void empty() {
        tests++;
        Reviews reviews = workshop.bean(Reviews.class);
        for (OpenItem item : reviews.list(Filter.ALL, Cursor.START, 1000).items()) {
            workshop.pass(Reviews.LEASE);
            reviews.decide(new Decision(
                    item.recordId(), item.version(), Act.REJECT, "operator", "the test is over", null, null, null));
        }
    }

    private static String id(int n) {
        return "T" + tests + "-" + n;
    }

    private void answered(List<String> tickets, UnaryOperator<String> answers) throws IOException {
        workshop.answered(tickets, answers);
        first = workshop.bean(Reviews.class)
                .list(Filter.ALL, Cursor.START, 1)
                .items()
                .get(0)
                .recordId();
    }

    private void tickets(int count, String summary) throws IOException {
        answered(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> Workshop.ticket(id(i), "Where is it", "Order " + i + " is late"))
                        .toList(),
                id -> Workshop.answer(id, "billing", summary, 0.5).toString());
    }

    /** The page of the n-th record of this test. */
    private String at(int n) {
        return "/review/" + (first + n - 1);
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }

    private static Map<String, String> decision(String act, int version, String... more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("act", act, "version", String.valueOf(version)));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    private static Map<String, String> edit(int version, String id, String summary, String confidence) {
        return decision(
                "edit",
                version,
                "v/ticket_id",
                id,
                "v/category",
                "1",
                "v/urgent",
                "true",
                "v/summary",
                summary,
                "v/tags",
                "late\r\n\r\norder ",
                "v/confidence",
                confidence,
                "v/customer/mood",
                "1",
                "v/customer/name",
                "");
    }

    private static RecordState state(long record) {
        return workshop.ledger().openItems().find(record).isPresent()
                ? RecordState.REVIEW_REQUIRED
                : RecordState.COMPLETED;
    }

    @Test
    void aPersonGoesFromTheListThroughItemsToTheEnd() throws IOException {
        tickets(2, "Late order");
        String list = reviewer.get("/review").body();
        assertThat(list)
                .contains(
                        "2 open", "tickets · rule", ">" + id(1) + "</a>", ">" + id(2) + "</a>", "confidence &lt; 0.7");
        String first = location(reviewer.get("/review/next?task=tickets"));
        assertThat(first).isEqualTo(at(1) + "?task=tickets");
        String page = reviewer.get(first).body();
        assertThat(page).contains("Order 1 is late", "Late order", "A rule of the task wants a person to see it");
        HttpResponse<String> approved =
                reviewer.post(first, decision("approve", 1, "name", id(1), "after", after(page)));
        assertThat(approved.statusCode()).isEqualTo(303);
        String second = location(reviewer.get(location(approved)));
        assertThat(second).isEqualTo(at(2) + "?task=tickets");
        assertThat(reviewer.get(second).body()).contains(id(1) + ": approved");
        String end = location(reviewer.post(second, decision("reject", 1, "why", "spam", "name", id(2))));
        assertThat(reviewer.get(end).body()).contains("All done here", id(2) + ": rejected");
        assertThat(reviewer.get("/review").body()).contains("0 open", "Nothing is open");
    }

    private static String after(String page) {
        Matcher after = Pattern.compile("name=\"after\" value=\"([^\"]+)\"").matcher(page);
        assertThat(after.find()).isTrue();
        return after.group(1);
    }

    @Test
    void anEditThatBreaksARuleIsShownAtItsFieldAndSavesNothing() throws IOException {
        tickets(1, "Late order");
        assertThat(reviewer.get(at(1) + "?edit=1").body())
                .contains(
                        "<option value=\"0\" selected>billing</option>",
                        "name=\"v/summary\"",
                        "refund\norder</textarea>");
        HttpResponse<String> refused = reviewer.post(at(1), edit(1, id(1), "no", "1.5"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains(
                        "Nothing was saved",
                        "(schema.minLength)",
                        "(schema.maximum)",
                        "value=\"1.5\"",
                        "late\r\n\r\norder");
        assertThat(state(first + 1 - 1)).isEqualTo(RecordState.REVIEW_REQUIRED);
        assertThat(reviewer.post(at(1), edit(1, id(2), "Late order", "0.9")).body())
                .contains("(echo)");
        assertThat(reviewer.post(at(1), edit(1, id(1), "Late order", "0.9")).statusCode())
                .isEqualTo(303);
        assertThat(state(first + 1 - 1)).isEqualTo(RecordState.COMPLETED);
        var trail = workshop.ledger().decisions().of(first);
        assertThat(trail).hasSize(1);
        assertThat(trail.get(0).after())
                .isEqualTo("{\"ticket_id\":\"" + id(1)
                        + "\",\"category\":\"bug\",\"urgent\":true,\"summary\":\"Late order\","
                        + "\"tags\":[\"late\",\"order\"],\"confidence\":0.9,\"customer\":{\"mood\":\"angry\"}}");
    }

    @Test
    void anInvalidAnswerIsMarkedAtItsFieldsAndCanOnlyBeEdited() throws IOException {
        answered(
                List.of(Workshop.ticket(id(1), "a", "b")),
                id -> Workshop.answer(id, "nonsense", "Late order", 0.9).toString());
        String page = reviewer.get(at(1)).body();
        assertThat(page).contains("Failed as often as the task allows (schema.enum)", "href=\"#field-category\"");
        assertThat(page)
                .containsPattern("id=\"field-category\" class=\"broken\"")
                .contains("data-key=\"a\" disabled");
        HttpResponse<String> refused = reviewer.post(at(1), decision("approve", 1));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Edit the answer", "nonsense (not allowed)");
        assertThat(reviewer.post(at(1), edit(1, id(1), "Late order", "0.9")).statusCode())
                .isEqualTo(303);
    }

    @Test
    void whatIsNoJsonIsShownAsItCameAndWrittenAnew() throws IOException {
        answered(List.of(Workshop.ticket(id(1), "a", "b")), id -> "Sorry, " + EVIL);
        assertThat(reviewer.get(at(1)).body())
                .contains("This is no JSON", "Sorry, &lt;script&gt;alert(1)")
                .doesNotContain("<script>alert", "<img src=x");
        assertThat(reviewer.post(at(1), edit(1, id(1), "Late order", "0.9")).statusCode())
                .isEqualTo(303);
        assertThat(state(first + 1 - 1)).isEqualTo(RecordState.COMPLETED);
    }

    @Test
    void hostileTextIsTextEverywhere() throws IOException {
        String rtl = "\u202Eمرحبا";
        answered(
                List.of(Workshop.ticket(EVIL, EVIL + rtl, "x".repeat(5000) + EVIL)),
                id -> Workshop.answer(id, "billing", EVIL, 0.5).toString());
        reviewer.post(at(1), decision("comment", 1, "why", EVIL, "name", EVIL));
        for (String path : new String[] {
            "/review", at(1), at(1) + "?edit=1", "/review?task=" + enc(EVIL), "/review/bulk?task=" + enc(EVIL)
        }) {
            String page = reviewer.get(path).body();
            assertThat(page).as(path).contains("&lt;script&gt;").doesNotContain("<script>alert", "<img src=x");
        }
        assertThat(reviewer.get(at(1)).body()).contains("dir=\"auto\">", "Show all (5,0");
    }

    private static String enc(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void whoComesSecondIsToldWhoHoldsTheItemAndGoesOn() throws IOException {
        tickets(2, "Late order");
        assertThat(reviewer.get(at(1)).statusCode()).isEqualTo(200);
        Client other = workshop.server().login("reviewer-2");
        HttpResponse<String> held = other.get(at(1));
        assertThat(held.statusCode()).isEqualTo(409);
        assertThat(held.body()).contains("held by reviewer-1", "Next item").doesNotContain("data-key=\"a\"");
        assertThat(location(other.get("/review/next"))).isEqualTo(at(2));
        assertThat(other.post(at(1), decision("approve", 1)).statusCode()).isEqualTo(409);
        reviewer.post(at(1), decision("approve", 1));
        HttpResponse<String> gone = other.get(at(1));
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.body()).contains("This item is not open any more");
    }

    @Test
    void theSameFormSentTwiceDecidesOnce() throws IOException {
        tickets(1, "Late order");
        reviewer.get(at(1));
        assertThat(reviewer.post(at(1), decision("comment", 1, "why", "look")).statusCode())
                .isEqualTo(303);
        HttpResponse<String> again = reviewer.post(at(1), decision("comment", 1, "why", "look"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(workshop.ledger().decisions().of(first)).hasSize(1);
    }

    @Test
    void whatCannotBeDecidedAheadIsToldWithAWayBackToIt() throws IOException {
        tickets(2, "Late order");
        reviewer.get(at(1) + "?task=tickets");
        reviewer.post(at(1), decision("comment", 1, "why", "look"));
        HttpResponse<String> stale = reviewer.postAhead(at(1) + "?task=tickets", decision("approve", 1, "name", id(1)));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body())
                .startsWith("<p class=\"flash trouble\">" + id(1) + ": ")
                .contains("<a href=\"" + at(1) + "?task&#x3D;tickets\">Go back to it</a>");
    }

    @Test
    void theWayBackGoesOverAllThatWasOpenButWhatIsDecidedSince() throws IOException {
        tickets(4, "Late order");
        String where = location(reviewer.get("/review/next"));
        for (int n = 1; n < 4; n++) {
            assertThat(where).startsWith(at(n));
            where = location(reviewer.get(key("j", reviewer.get(where).body())));
        }
        assertThat(where).startsWith(at(4));
        assertThat(reviewer.post(at(3), decision("approve", 1)).statusCode()).isEqualTo(303);
        for (int n : new int[] {2, 1}) {
            where = location(reviewer.get(key("k", reviewer.get(where).body())));
            assertThat(where).startsWith(at(n));
        }
        assertThat(reviewer.get(where).body()).doesNotContain("data-key=\"k\"");
        assertThat(workshop.ledger().openItems().find(first + 3).orElseThrow().holder())
                .isNull();
        HttpResponse<String> stays = reviewer.get("/review/previous?back=" + (first + 2) + ",x&left=" + first);
        assertThat(stays.statusCode()).isEqualTo(200);
        assertThat(stays.body()).contains("What you had open before is decided", "Order 1 is late");
    }

    /** Where the link with this key leads. */
    private static String key(String key, String page) {
        Matcher link = Pattern.compile("href=\"([^\"]+)\"[^>]* data-key=\"" + key + "\"")
                .matcher(page);
        assertThat(link.find()).isTrue();
        return link.group(1).replace("&#x3D;", "=").replace("&amp;", "&");
    }

    @Test
    void whatIsWrongAndTooLateIsTooLate() throws IOException {
        tickets(1, "Late order");
        workshop.server().login("reviewer-2").get(at(1));
        for (Map<String, String> wrong : List.of(edit(1, id(1), "no", "1.5"), decision("reject", 1, "why", " "))) {
            HttpResponse<String> late = reviewer.post(at(1), wrong);
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(late.body()).contains("held by reviewer-2");
        }
    }

    @Test
    void aRejectionNeedsAReason() throws IOException {
        tickets(1, "Late order");
        HttpResponse<String> refused = reviewer.post(at(1), decision("reject", 1, "why", " "));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("A rejection needs a reason");
        assertThat(state(first + 1 - 1)).isEqualTo(RecordState.REVIEW_REQUIRED);
    }

    @Test
    void whoMayOnlyReadLooksAndHoldsNothing() throws IOException {
        tickets(1, "Late order");
        Client reader = workshop.server().login("reader");
        assertThat(reader.get(at(1)).body())
                .contains("Late order")
                .doesNotContain("<form id=\"edit\"", "data-key=\"a\"");
        assertThat(reader.get("/review/next").statusCode()).isEqualTo(403);
        assertThat(reader.post(at(1), decision("approve", 1)).statusCode()).isEqualTo(403);
        assertThat(workshop.ledger().openItems().find(first).orElseThrow().holder())
                .isNull();
    }

    @Test
    void anItemThatIsLetGoIsFreeAtOnceAndOneThatIsKeptIsNot() throws IOException {
        tickets(1, "Late order");
        reviewer.get(at(1));
        workshop.pass(Duration.ofMinutes(9));
        assertThat(reviewer.post(at(1) + "/keep", Map.of()).statusCode()).isEqualTo(204);
        workshop.pass(Duration.ofMinutes(9));
        Client other = workshop.server().login("reviewer-2");
        assertThat(other.get(at(1)).statusCode()).isEqualTo(409);
        assertThat(location(reviewer.post(at(1) + "/go", Map.of()))).isEqualTo("/review");
        assertThat(other.get(at(1)).statusCode()).isEqualTo(200);
        assertThat(reviewer.post(at(1) + "/keep", Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void manyAreDecidedAfterTheirNumberWasShown() throws IOException {
        tickets(3, "Late order");
        assertThat(reviewer.post("/review/bulk?task=tickets", Map.of("act", "reject", "why", ""))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> preview =
                reviewer.post("/review/bulk?task=tickets", Map.of("act", "reject", "why", "test data"));
        assertThat(preview.body()).contains("reject 3 items?", "name=\"expected\" value=\"3\"");
        HttpResponse<String> stale = reviewer.post(
                "/review/bulk?task=tickets", Map.of("act", "reject", "why", "test data", "expected", "2"));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(state(first + 1 - 1)).isEqualTo(RecordState.REVIEW_REQUIRED);
        HttpResponse<String> done = reviewer.post(
                "/review/bulk?task=tickets", Map.of("act", "reject", "why", "test data", "expected", "3"));
        assertThat(location(done)).isEqualTo("/review?task=tickets");
        assertThat(reviewer.get("/review").body()).contains("0 open", "3 items: rejected.");
    }

    @Test
    void aListOfManyIsGivenPageByPage() throws IOException {
        tickets(60, "Late order");
        String first = reviewer.get("/review").body();
        assertThat(first)
                .contains("60 open", ">" + id(50) + "</a>", "Next page")
                .doesNotContain(">" + id(51) + "</a>", "First page");
        Matcher next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(first);
        assertThat(next.find()).isTrue();
        String second = reviewer.get(next.group(1).replace("&#x3D;", "=").replace("&amp;", "&"))
                .body();
        assertThat(second)
                .contains(">" + id(51) + "</a>", ">" + id(60) + "</a>", "First page")
                .doesNotContain(">" + id(50) + "</a>", "Next page");
    }
}
