package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plots of a day in a real Chromium. */
class PlotsInBrowserTest {
    @TempDir
    Path folder;

    @Test
    void aDayIsSeenAndReadByEverybody() throws IOException {
        Browser.mustBeThere();
        try (Workshop workshop = Workshop.open(folder, "when: 'confidence < 0.7', after-attempts: 1")) {
            aDay(workshop);
            try (Browser browser = Browser.open(workshop.server().url("")).login("reader", ConsoleServer.PASSWORD)) {
                browser.keys("6");
                browser.untilText("h1", "Plots");
                assertThat((Long) browser.script("return document.querySelectorAll('figure.plot svg.drawn').length"))
                        .isEqualTo(5);
                browser.size(1280, 900, false);
                assertThat(browser.barriers()).isEmpty();
                browser.picture("plots");
                browser.find("#figures-invalid summary").click();
                browser.untilText("#figures-invalid tbody", "%");
                browser.size(360, 740, true);
                assertThat(browser.barriers()).as("dark, narrow").isEmpty();
                assertThat(browser.overflow()).isZero();
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    /** Ten batches, more and more of them wrong. */
    private static void aDay(Workshop workshop) throws IOException {
        TestClock clock = workshop.bean(TestClock.class);
        for (int batch = 1; batch <= 10; batch++) {
            String prefix = "B" + batch + "-";
            int wrong = batch;
            clock.pass(Duration.ofMinutes(75 + 7L * batch));
            List<String> tickets = IntStream.rangeClosed(1, 20 + batch % 3 * 10)
                    .mapToObj(i -> Workshop.ticket(prefix + i, "Where is it", "It should have come on Monday"))
                    .toList();
            workshop.assembled(tickets);
            workshop.ledger().trends().note(clock.instant(), Duration.ZERO);
            workshop.answer(id -> {
                int number = Integer.parseInt(id.substring(prefix.length()));
                return Workshop.answer(
                                id,
                                number <= wrong ? "nonsense" : "billing",
                                "Order is late",
                                number % 9 == 0 ? 0.5 : 0.9)
                        .toString();
            });
            workshop.ledger().trends().note(clock.instant(), Duration.ZERO);
        }
    }
}
