package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The pages of records and publications in a real Chromium over a real ledger and a real spool. */
class RecordsInBrowserTest {
    private static final String LONG = "Order-".repeat(60);

    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        Browser.mustBeThere();
        workshop = Workshop.open(folder, "when: 'confidence < 0.7', after-attempts: 3");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "Where is my order", "Nobody answers the phone. مرحبا " + LONG),
                        Workshop.ticket("T-2", "Refund", "Give it back"),
                        Workshop.ticket("T-3", "Broken", "It does not work")),
                id -> Workshop.answer(
                                id, id.equals("T-2") ? "none" : "billing", "About " + id, id.equals("T-3") ? 0.5 : 0.9)
                        .toString());
        workshop.pass(Duration.ofMinutes(1));
        Ledger ledger = workshop.ledger();
        var open = ledger.publications()
                .open(ledger.recipes().taskId(Workshop.TASK), 10)
                .orElseThrow();
        ledger.publications()
                .sealed(
                        open.id(),
                        new Publications.Content("publications/1/content.jsonl", 1_234, "sha", open.records()),
                        List.of("archive", "crm"));
        ledger.publications().delivered(ledger.publications().claimDelivery().orElseThrow());
        ledger.publications()
                .givenUp(ledger.publications().claimDelivery().orElseThrow(), "HTTP 403 Forbidden " + LONG, null);
        browser = Browser.open(workshop.server().url("")).login("operator", ConsoleServer.PASSWORD);
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

    @Test
    void aRecordIsReachedAndOpenedByTheKeyboard() throws IOException {
        browser.size(1280, 900, false);
        browser.go("/records?drop=1");
        browser.keys("jj");
        browser.keys(Keys.ENTER);
        browser.untilText("h1", "T-2");
        browser.size(1280, 1240, false);
        browser.picture("record");
        assertThat(browser.text(".findings")).contains("category").contains("schema.enum");
        browser.find("#exchange-1 a").sendKeys(Keys.ENTER);
        browser.untilText("#exchange-1 pre", "Refund Give it back");
        assertThat(browser.text("#exchange-1")).contains("What was sent", "What came back", "About T-2");
        assertThat(browser.script("return location.pathname")).isEqualTo("/records/2");

        browser.go("/publications");
        browser.keys("/");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("task");
        browser.keys(Keys.ESCAPE);
        browser.keys("j");
        browser.keys(Keys.ENTER);
        browser.untilText("h1", "Publication 1");
        browser.picture("publication");
        browser.find("a[href$='replay?sink=crm']").sendKeys(Keys.ENTER);
        browser.untilText("h1", "Send publication 1 once more to crm?");
        browser.keys("its door is open again");
        browser.send();
        browser.untilText("#flash", "Publication 1 is sent once more to 1 sink.");
        assertThat(browser.text(".trail")).contains("operator", "its door is open again");
    }

    @Test
    void nobodyIsKeptOutByColourOrWidth() throws IOException {
        for (boolean dark : new boolean[] {false, true}) {
            for (String path : List.of(
                    "/records",
                    "/records?drop=1",
                    "/records/1",
                    "/records/1/attempts/1",
                    "/records/2",
                    "/publications",
                    "/publications/1",
                    "/publications/1/replay")) {
                browser.size(360, 740, dark);
                browser.go(path);
                assertThat(browser.overflow()).as(path).isZero();
                assertThat(browser.barriers())
                        .as(path + (dark ? " dark" : " light"))
                        .isEmpty();
            }
        }
    }
}
