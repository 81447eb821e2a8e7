package dev.caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {
    @TempDir
    Path folder;

    @Test
    void anOpenPageHearsThatSomethingChangedAndNothingElse() throws IOException {
        try (Workshop workshop = Workshop.open(folder, "sample: 0%")) {
            ConsoleServer.Client reader = workshop.server().login("reader");
            workshop.answered(
                    List.of(Workshop.ticket("T-1", "Where is it", "Nobody answers")),
                    id -> Workshop.answer(id, "billing", "late", 0.9).toString());
            String behind = workshop.ledger().instance() + "-"
                    + (workshop.ledger().changes().oldest() - 1);

            HttpResponse<String> heard = reader.get("/live?drop=1", "Last-Event-ID", behind);

            assertThat(heard.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(heard.body().lines().filter(line -> line.startsWith("event:") || line.startsWith("data:")))
                    .startsWith("event:changed", "data:{}")
                    .allMatch(line -> line.equals("event:changed") || line.equals("data:{}"));
        }
    }

    @Test
    void aPageTooManyIsToldSoAndAsksNowAndThenInstead() throws IOException {
        try (Workshop workshop =
                Workshop.open(folder, "sample: 0%", "", yaml -> yaml, "", "--caravan.stream.of-one-caller=0")) {
            HttpResponse<String> refused = workshop.server().login("reader").get("/live");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEmpty();
        }
    }
}
