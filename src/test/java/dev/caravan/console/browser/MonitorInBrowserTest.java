package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reloads;
import dev.caravan.ledger.Reloads.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The monitor, drops and batches in a real Chromium over a real ledger. Its tests are one story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitorInBrowserTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        Browser.mustBeThere();
        workshop = Workshop.open(
                folder,
                "when: 'confidence < 0.7'",
                "",
                yaml -> yaml.replace("gate: auto", "gate: after-review"),
                "",
                "--caravan.stream.lasts-ms=60000");
        browser = Browser.open(workshop.server().url("")).login("operator", ConsoleServer.PASSWORD);
        workshop.answered(tickets("A", 12), MonitorInBrowserTest::answer);
        workshop.assembled(tickets("B", 8));
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

    private static List<String> tickets(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Workshop.ticket(prefix + "-" + i, "Where is my order", "It should have come on Monday"))
                .toList();
    }

    private static String answer(String id) {
        int number = Integer.parseInt(id.substring(2));
        return Workshop.answer(
                        id, number % 4 == 1 ? "nonsense" : "billing", "Order is late", number % 5 == 0 ? 0.5 : 0.9)
                .toString();
    }

    @Test
    @Order(1)
    void aPartChangesWhileThePageIsOpen() throws IOException {
        browser.go("/monitor");
        browser.script("window.same = true");
        browser.untilText("#drops tbody tr", "8 submitted");
        assertThat(browser.text("#batches")).contains("Batch 2", "assembled");
        browser.picture("monitor");

        workshop.answer(MonitorInBrowserTest::answer);

        browser.untilText("#batches", "No batch is open.");
        browser.untilText("#drops", "Nothing is under way.");
        browser.untilText("#failures", "schema.enum");
        assertThat(browser.script("return window.same")).as("not loaded again").isEqualTo(true);
    }

    @Test
    @Order(2)
    void theWayFromTheMonitorToARecordAndAnActNeedsNoMouse() throws IOException {
        workshop.dropped(tickets("C", 3));
        browser.go("/monitor");
        browser.keys("j");
        assertThat(browser.script("return document.activeElement.closest('table') !== null"))
                .isEqualTo(true);
        browser.script("document.getElementById('drop-3').focus()");
        browser.keys(Keys.ENTER);
        browser.untilText("h1", "Drop 3");
        browser.picture("drop");
        browser.find("a[href='/drops/3/hold']").sendKeys(Keys.ENTER);
        browser.untilText("h1", "Hold drop 3?");
        browser.keys(Keys.ENTER);
        browser.untilText("#flash", "is left for whoever does it");
        browser.untilText("#now", "waiting");
        workshop.cut();
        browser.untilText("#now", "drop 3 is held: 3 records");
        browser.untilText("#now", "3 held");
        assertThat(workshop.ledger()
                        .lists()
                        .drop(3)
                        .orElseThrow()
                        .drop()
                        .counts()
                        .in(RecordState.HELD))
                .isEqualTo(3);
    }

    @Test
    @Order(3)
    void nobodyIsShutOutAndNothingIsTooWide() throws IOException {
        Reloads reloads = workshop.ledger().reloads();
        long reload = reloads.ask("operator", "a prompt that asks for less", "");
        reloads.begin(reload, "here", "node 1");
        reloads.end(reload, "here", Outcome.REFUSED, Duration.ZERO, "Unknown batch model \"fats\" in task.yaml:2");
        for (String path : List.of(
                "/monitor",
                "/drops",
                "/drops/1?state=invalid_output",
                "/drops/1/cancel",
                "/batches",
                "/batches/1",
                "/events",
                "/requests/1",
                "/pauses",
                "/reload")) {
            browser.go(path);
            browser.size(1280, 900, false);
            assertThat(browser.barriers()).as(path).isEmpty();
            if (path.equals("/batches/1")) {
                browser.picture("batch");
            }
            browser.size(360, 740, true);
            assertThat(browser.barriers()).as(path + ", dark, narrow").isEmpty();
            assertThat(browser.overflow()).as(path).isZero();
        }
        browser.size(1280, 900, false);
    }

    @Test
    @Order(4)
    void aPageThatCanNotReachCaravanSaysSoAndGoesOnWhenItCan() throws IOException {
        browser.go("/monitor");
        browser.cutOff(true);
        workshop.dropped(tickets("D", 2));
        browser.untilText("#flash", "Caravan can't be reached");
        browser.cutOff(false);
        browser.untilText("#drops", "2 queued");
        browser.until("#flash:empty");
        assertThat(browser.complaints())
                .as("Chromium tells of every request that was lost")
                .anyMatch(line -> line.contains("ERR_INTERNET_DISCONNECTED"));
    }
}
