package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.Assemble;
import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.OpenItems;
import dev.caravan.review.Decision;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Tasks and costs in a real Chromium: a task with two versions, a retry and a decision. */
class TasksInBrowserTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        Browser.mustBeThere();
        Workshop.price(folder);
        try (Workshop before = Workshop.open(folder, "after-attempts: 3")) {
            tickets(before, 12, 4);
        }
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'", "", TasksInBrowserTest::second);
        tickets(workshop, 14, 1);
        workshop.pass(Duration.ofMinutes(1));
        while (workshop.bean(Assemble.class).once()) {
            workshop.answer(id -> Workshop.answer(id, "bug", "Fine", 0.9).toString());
        }
        Reviews reviews = workshop.bean(Reviews.class);
        long first = workshop.ledger()
                .openItems()
                .list(new OpenItems.Query(null, "review.when", null, null), OpenItems.Place.START, 1)
                .get(0)
                .recordId();
        reviews.claim(first, "reviewer-1");
        workshop.pass(Duration.ofSeconds(75));
        reviews.decide(new Decision(first, 1, Act.APPROVE, "reviewer-1", null, null, null, null));
        browser = Browser.open(workshop.server().url("")).login("operator", ConsoleServer.PASSWORD);
    }

    private static void tickets(Workshop at, int count, int bad) throws IOException {
        at.answered(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> Workshop.ticket(count + "-" + i, "Where is my order", "It should have come"))
                        .toList(),
                id -> {
                    int no = Integer.parseInt(id.substring(id.indexOf('-') + 1));
                    return no == count
                            ? ""
                            : Workshop.answer(id, no <= bad ? "nonsense" : "bug", "Late", no == 6 ? 0.5 : 0.9)
                                    .toString();
                });
    }

    private static String second(String yaml) {
        try {
            Path files = folder.resolve("config/tasks/tickets");
            Files.writeString(files.resolve("system.md"), "Sort the ticket with care.\nNever guess.\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return yaml.replace("version: 1\n", "version: 2\n").replace("attempts: 1", "attempts: 3")
                + "budget: {usd: 1, per: total}\n";
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

    /** In both schemes, and on a telephone. */
    private static void isForEverybody(String path) throws IOException {
        for (boolean dark : new boolean[] {true, false}) {
            browser.size(1280, 900, dark);
            browser.go(path);
            assertThat(browser.barriers())
                    .as(path + (dark ? " dark" : " light"))
                    .isEmpty();
        }
        browser.size(360, 740, false);
        browser.go(path);
        assertThat(browser.overflow()).as(path).isZero();
        assertThat(browser.barriers()).as(path + " narrow").isEmpty();
        browser.size(1280, 900, false);
        browser.go(path);
    }

    @Test
    void aTaskIsFoundAndItsVersionsAreComparedByTheKeyboard() throws IOException {
        isForEverybody("/tasks");
        browser.keys("j");
        browser.keys(Keys.ENTER);
        browser.until("#versions");
        browser.find("#from").sendKeys("version 1");
        browser.find("#to").sendKeys("version 2");
        browser.find("#to").sendKeys(Keys.TAB, Keys.ENTER);
        browser.until("#diff ins");
        assertThat(browser.text("#diff ins")).isEqualTo("with care");
        isForEverybody("/tasks/tickets?from=1&to=2");
        browser.picture("task");
    }

    @Test
    void aFileIsLookedIntoAndItsRecordsAreAskedAbout() throws IOException {
        Path file = folder.resolve("some.csv");
        Files.writeString(file, "ticket_id,subject,body\nX-1,Refund,Give it back\nX-2,Refund,\"Now, please\"\n");
        workshop.bean(Workshop.Providers.class)
                .answerEach(id -> Workshop.answer(id, id.equals("X-2") ? "nonsense" : "billing", "Refund", 0.9)
                        .toString());
        isForEverybody("/tasks/tickets/sample");
        browser.find("#file").sendKeys(file.toString());
        browser.until("#format option[value='csv']:checked, #format option:nth-child(2):checked");
        assertThat(browser.script("return document.querySelector('#text').value"))
                .isEqualTo(Files.readString(file));
        browser.find("#n").sendKeys(Keys.TAB);
        browser.find("#n").click();
        browser.send();
        browser.until("#yes");
        assertThat(browser.text("#yes")).isEqualTo("Ask fast about 2 records now?");
        assertThat(browser.barriers()).isEmpty();
        browser.keys(Keys.ENTER);
        browser.until("p.flash.done");
        assertThat(browser.text(".state.good") + browser.text(".state.bad")).isEqualTo("validinvalid");
        assertThat(browser.barriers()).isEmpty();
        browser.picture("sample");
    }

    @Test
    void costsAreReadAndFilteredByTheKeyboard() throws IOException {
        isForEverybody("/costs");
        browser.picture("costs");
        browser.keys("/");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("task");
        browser.find("#task").sendKeys("tickets");

        browser.find(".filters button").sendKeys(Keys.ENTER);
        browser.until(".filters a.button");
        assertThat(browser.text(".tiles li:nth-child(6) strong")).isEqualTo("1.3 min");
        assertThat(browser.text(".tiles li:nth-child(4) span")).isEqualTo("5 attempts sent again");
    }
}
