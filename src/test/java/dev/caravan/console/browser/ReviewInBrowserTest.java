package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.OpenItems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The review pages in a real Chromium over a real ledger. */
class ReviewInBrowserTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Browser browser;
    private static int drops;

    @BeforeAll
    static void open() throws IOException {
        Browser.mustBeThere();
        workshop = Workshop.open(
                folder,
                "when: 'confidence < 0.7', after-attempts: 1",
                "",
                yaml -> yaml.replace("gate: auto", "gate: after-review"));
        browser = Browser.open(workshop.server().url("")).login("reviewer-1", ConsoleServer.PASSWORD);
    }

    @AfterAll
    static void close() {
        if (workshop != null) {
            browser.close();
            workshop.close();
        }
    }

    @AfterEach
    void nothingIsRefusedByTheBrowser() {
        assertThat(browser.complaints()).isEmpty();
    }

    /** Returns the record id of the first of them. */
    private static long tickets(int count) throws IOException {
        int drop = ++drops;
        workshop.answered(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> Workshop.ticket(
                                "D" + drop + "-" + i,
                                "Where is my order",
                                "Order " + i + " should have come on Monday. Nobody answers the phone. مرحبا"))
                        .toList(),
                id -> Workshop.answer(id, "billing", "Order is late, customer asks where it is", 0.5)
                        .toString());
        return firstOf(drop);
    }

    private static long firstOf(int drop) {
        OpenItems.Query query = new OpenItems.Query(null, null, null, (long) drop);
        return workshop.ledger()
                .openItems()
                .list(query, OpenItems.Place.START, 1)
                .get(0)
                .recordId();
    }

    private static List<Act> acts(long record) {
        return workshop.ledger().decisions().of(record).stream()
                .map(Decisions.Made::act)
                .toList();
    }

    @Test
    void everythingIsDoneByTheKeyboard() throws IOException {
        long first = tickets(7);
        browser.go("/review?drop=" + drops);
        browser.keys("j");
        browser.until("#item[data-record='" + first + "']");

        browser.steady();
        browser.keys("?");
        browser.until("#help[open]");
        browser.keys("a");
        browser.find("#keys-count").click();
        browser.keys(Keys.ESCAPE);
        browser.until("#help:not([open])");
        browser.keys("aj?");
        assertThat(browser.has("#help[open]")).isFalse();
        browser.find("[data-help]").click();
        browser.find("#keys-count").click();
        browser.keys(Keys.ESCAPE);
        browser.until("#help:not([open])");
        assertThat(acts(first)).isEmpty();

        browser.keys("m");
        browser.keys("aer look at this");
        browser.send();
        browser.untilText("#item .trail", "aer look at this");
        browser.steady();
        browser.keys("a");
        browser.untilNot(String.valueOf(first));
        browser.untilText("#flash", "approved");
        assertThat(acts(first)).containsExactly(Act.COMMENT, Act.APPROVE);

        long second = first + 1;
        browser.keys("e");
        browser.until("#edit");
        browser.find("#edit [name='v/summary']").clear();
        browser.find("#edit [name='v/summary']").sendKeys("no");
        browser.send();
        browser.untilText("#item .finding", "at least 3 characters");
        assertThat(acts(second)).isEmpty();
        browser.keys(" delivery yet");
        browser.send();
        browser.untilNot(String.valueOf(second));
        assertThat(acts(second)).containsExactly(Act.EDIT);
        assertThat(workshop.ledger().decisions().of(second).get(0).after()).contains("\"summary\":\"no delivery yet\"");

        browser.keys("r");
        browser.keys("u stays text");
        browser.keys(Keys.ESCAPE);
        browser.keys("r");
        browser.send();
        browser.untilNot(String.valueOf(first + 2));
        browser.untilText("#flash", "rejected");
        assertThat(workshop.ledger().decisions().of(first + 2).get(0).why()).isEqualTo("u stays text");

        browser.keys("g");
        browser.send();
        browser.untilNot(String.valueOf(first + 3));
        browser.untilText("#flash", "asked again");
        assertThat(acts(first + 3)).containsExactly(Act.AGAIN);

        browser.keys("j");
        browser.untilNot(String.valueOf(first + 4));
        assertThat(browser.record()).isEqualTo(String.valueOf(first + 5));
        browser.keys("k");
        browser.untilNot(String.valueOf(first + 5));
        assertThat(browser.record()).isEqualTo(String.valueOf(first + 4));
        browser.keys("u");
        browser.until("table");
        assertThat(workshop.ledger().openItems().find(first + 4).orElseThrow().holder())
                .isNull();
    }

    @Test
    void aKeyPressedTwiceApprovesOne() throws IOException {
        long first = tickets(3);
        browser.go("/review/next?drop=" + drops);
        browser.until("#item[data-ready]");
        browser.steady();
        browser.keys("aa");
        browser.untilNot(String.valueOf(first));
        browser.untilText("#flash", "approved");
        assertThat(acts(first)).containsExactly(Act.APPROVE);
        assertThat(acts(first + 1)).isEmpty();
    }

    @Test
    void whatSomebodyElseDecidedMeanwhileIsSaidAndTheNextItemStays() throws IOException {
        long first = tickets(2);
        browser.go("/review/next?drop=" + drops);
        browser.until("#item[data-ready]");
        workshop.pass(Duration.ofMinutes(11));
        workshop.ledger()
                .decisions()
                .decide(new Decisions.NewDecision(
                        first, 1, Act.REJECT, "reviewer-2", "spam", null, null, null, null, false));
        browser.steady();
        browser.keys("a");
        browser.untilNot(String.valueOf(first));
        browser.untilText("#flash .trouble", "not open");
        assertThat(browser.record()).isEqualTo(String.valueOf(first + 1));
        assertThat(acts(first)).containsExactly(Act.REJECT);
    }

    @Test
    void twoBrowsersOnOneQueueNeverHoldTheSameItem() throws IOException {
        long first = tickets(6);
        List<String> seen = new ArrayList<>();
        try (Browser other = Browser.open(workshop.server().url("")).login("reviewer-2", ConsoleServer.PASSWORD)) {
            browser.go("/review/next?drop=" + drops);
            other.go("/review/next?drop=" + drops);
            boolean left = true;
            boolean right = true;
            while (left || right) {
                Set<String> now = new HashSet<>();
                for (Browser one : new Browser[] {browser, other}) {
                    String record = one.record();
                    assertThat(record.isEmpty() || now.add(record)).as(record).isTrue();
                }
                left = approve(browser, seen);
                right = approve(other, seen);
            }
        }
        assertThat(seen).hasSize(6).doesNotHaveDuplicates();
        for (long record = first; record < first + 6; record++) {
            assertThat(acts(record)).containsExactly(Act.APPROVE);
        }
    }

    private static boolean approve(Browser one, List<String> seen) {
        String record = one.record();
        if (record.isEmpty()) {
            return false;
        }
        one.steady();
        one.keys("a");
        one.untilNot(record);
        one.untilText("#flash", "approved");
        seen.add(record);
        return true;
    }

    @Test
    void everyPageIsFreeOfBarriersAndFitsASmallScreen() throws IOException {
        workshop.answered(
                List.of(
                        Workshop.ticket("B-1", "Wrong invoice", "A very_long_word_" + "x".repeat(300)),
                        Workshop.ticket("B-2", "Wrong invoice", "a")),
                id -> Workshop.answer(id, id.equals("B-1") ? "nonsense" : "billing", "The invoice is wrong", 0.9)
                        .toString());
        long record = firstOf(++drops);
        tickets(3);
        try (Browser admin = Browser.open(workshop.server().url("")).login("admin", ConsoleServer.PASSWORD)) {
            for (String path : new String[] {
                "/review",
                "/review/" + record,
                "/review/" + record + "?edit=1",
                "/review/bulk",
                "/no/such",
                "/review/examples",
                "/audit?task=tickets&id=B-1",
                "/audit?task=tickets&id=B-2",
                "/rerun",
                "/gates"
            }) {
                admin.size(1280, 900, false);
                admin.go(path);
                assertThat(admin.barriers()).as(path).isEmpty();
                admin.size(360, 740, true);
                assertThat(admin.barriers()).as(path + " dark and small").isEmpty();
                assertThat(admin.overflow()).as(path).isLessThanOrEqualTo(0);
            }
            assertThat(admin.complaints()).isEmpty();
        }
    }

    /** What docs/console.md shows; written with {@code -Dscreenshots}, walked through always. */
    @Test
    void thePagesOfTheDocumentation() throws IOException {
        String body =
                "I ordered the blue kettle three weeks ago (order 48213) and it still is not here. I called twice and"
                        + " nobody could tell me where it is. Please send it or give me my money back.";
        List<String> subjects = List.of("Where is my kettle?", "Invoice is wrong", "Can't log in", "Refund, please");
        workshop.answered(
                IntStream.rangeClosed(1, 4)
                        .mapToObj(i -> Workshop.ticket("T-10" + i, subjects.get(i - 1), body))
                        .toList(),
                id -> Workshop.answer(
                                id,
                                id.equals("T-102") ? "invoices" : "billing",
                                "Kettle ordered three weeks ago has not arrived; wants delivery or a refund",
                                id.equals("T-102") ? 1.5 : 0.55)
                        .toString());
        String drop = String.valueOf(++drops);
        browser.go("/review?drop=" + drop);
        browser.until("table.cards tbody tr:nth-child(4)");
        browser.picture("review-queue");
        browser.keys("j");
        browser.until("#item");
        browser.steady();
        browser.keys("m");
        browser.keys("Asked the warehouse where order 48213 is.");
        browser.send();
        browser.untilText("#item .trail", "Asked the warehouse");
        browser.picture("review-item");
        browser.size(360, 900, true);
        browser.picture("review-item-small-dark");
        browser.size(1280, 900, false);
        String invalid = browser.record();
        browser.go("/review?reason=schema.enum&drop=" + drop);
        browser.keys("j");
        browser.until("#item .broken");
        assertThat(browser.record()).isNotEqualTo(invalid);
        browser.steady();
        browser.keys("e");
        browser.until("#edit .broken");
        browser.picture("review-edit");
        browser.go("/audit?task=tickets&id=T-101");
        browser.until("section.panel ol.trail, section.panel details");
        browser.picture("audit");
    }
}
