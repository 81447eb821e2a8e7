package dev.caravan.console.plots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plots over what really came home. */
class PlotsPageTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client reader;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "Refund", "Give it back"),
                        Workshop.ticket("T-2", "Refund", "Give it back, too"),
                        Workshop.ticket("T-3", "Refund", "And this")),
                id -> switch (id) {
                    case "T-1" ->
                        Workshop.answer(id, "billing", "wants a refund", 0.5).toString();
                    case "T-2" ->
                        Workshop.answer(id, "billing", "wants a refund", 0.9).toString();
                    default -> "no JSON";
                });
        workshop.ledger().trends().note(workshop.bean(TestClock.class).instant(), Duration.ZERO);
        reader = workshop.server().login("reader");
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static String plot(String page, String id) {
        int from = page.indexOf("aria-labelledby=\"plot-" + id);
        return page.substring(from, page.indexOf("</figure>", from));
    }

    @Test
    void eachPlotSaysItsFiguresToThoseWhoReadThem() {
        String page = reader.get("/plots?task=tickets").body();
        assertThat(plot(page, "throughput")).contains("3 answers of 1 batches", "<td class=\"num\">1</td>");
        assertThat(plot(page, "invalid")).contains("tickets version 1: 33.3 %", "<td class=\"num\">33.3 %</td>");
        assertThat(plot(page, "batches")).contains("0 are open now", "<td class=\"num\">10 min</td>");
        assertThat(plot(page, "reviews")).contains("1 open items", "<th scope=\"row\">under 1 h</th>");
        assertThat(plot(page, "states")).contains("<title>review required: 1</title>");
    }

    @Test
    void theTimeAndTheTaskAreInTheAddressAndNonsenseIsTheUsual() {
        assertThat(reader.get("/plots?days=30").body())
                .contains("<option value=\"30\" selected>30 days</option>", "Each part is a day long");
        assertThat(reader.get("/plots?days=0x1").body()).contains("<option value=\"1\" selected>1 day</option>");
        assertThat(plot(reader.get("/plots?task=nothing").body(), "throughput")).contains("Nothing in this time.");
    }

    @Test
    void whoSeesOtherWorkspacesSeesNothingOfThis() {
        Client outsider = workshop.server().login("outsider");
        assertThat(outsider.get("/plots").body()).doesNotContain("tickets").contains("Nothing in this time.");
        assertThat(outsider.get("/plots?task=tickets").statusCode()).isEqualTo(404);
    }
}
