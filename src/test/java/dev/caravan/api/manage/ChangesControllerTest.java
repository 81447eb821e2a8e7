package dev.caravan.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.console.Workshop;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those see who look on, over a real web server, whose streams end after a third of a second. */
@Timeout(60)
class ChangesControllerTest extends ContractCalls {
    private static final String STREAM = "GET /api/events/stream";

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'");
        open(workshop.server());
        answered("T-1");
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static void answered(String ticket) throws IOException {
        workshop.answered(
                List.of(Workshop.ticket(ticket, "Refund", "Give it back")),
                id -> Workshop.answer(id, "billing", "Wants a refund", 0.5).toString());
    }

    private record Told(String id, String event, JsonNode data) {}

    /** One stream to its end, as a browser reads it. */
    private static List<Told> stream(String user, String query, String last) throws IOException {
        HttpResponse<String> reply =
                send("GET", "/api/events/stream" + query, "", "Authorization", basic(user), "Last-Event-ID", last);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        List<Told> told = new ArrayList<>();
        for (String block : reply.body().split("\n\n")) {
            String id = "";
            String event = "";
            String data = "";
            for (String line : block.split("\n")) {
                id = line.startsWith("id:") ? line.substring(3) : id;
                event = line.startsWith("event:") ? line.substring(6) : event;
                data = line.startsWith("data:") ? line.substring(5) : data;
            }
            if (!data.isEmpty()) {
                told.add(new Told(id, event, JSON.readTree(data)));
            }
        }
        return told;
    }

    private static String id(long number) {
        return workshop.ledger().instance() + "-" + number;
    }

    private static List<String> events(List<Told> told) {
        return told.stream().map(Told::event).toList();
    }

    @Test
    void goesOnBehindTheLastEventAndMissesNone() throws IOException {
        List<Told> all = stream("reader", "", id(0));
        assertThat(events(all))
                .containsSubsequence("drop.sealed", "batch.collected")
                .contains("review.waiting");
        int half = all.size() / 2;
        assertThat(stream("reader", "", all.get(half).id())).isEqualTo(all.subList(half + 1, all.size()));
        Told collected = all.stream()
                .filter(one -> one.event().equals("batch.collected"))
                .findFirst()
                .orElseThrow();
        assertThat(collected.data().path("batch").asLong()).isEqualTo(1);
        assertThat(collected.data().path("task").asText()).isEqualTo(Workshop.TASK);
        assertThat(collected.data().at("/counts/sent").asLong()).isEqualTo(1);
    }

    @Test
    void tellsWhatChangesWhileSomebodyLooksOn() throws IOException {
        List<Told> told = new ArrayList<>();
        String[] last = {id(workshop.ledger().changes().newest())};
        answered("T-2");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            told.addAll(stream("reader", "", last[0]));
            last[0] = told.isEmpty() ? last[0] : told.get(told.size() - 1).id();
            return events(told).contains("batch.collected");
        });
        assertThat(told).extracting(Told::id).doesNotHaveDuplicates();
    }

    @Test
    void tellsOfOneTaskOrDropOnly() throws IOException {
        assertThat(stream("reader", "?drop=1", id(0)))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.data().path("drop").asLong()).isEqualTo(1));
        assertThat(stream("reader", "?task=" + Workshop.TASK, id(0))).isNotEmpty();
        ask(404, STREAM, "/api/events/stream?task=" + Workshop.TASK, "", "Authorization", basic("outsider"));
        ask(400, STREAM, "/api/events/stream?drop=x", "", "Authorization", basic("reader"));
        ask(401, STREAM, "/api/events/stream", "");
    }

    @Test
    void tellsNobodyOfForeignTasks() throws IOException {
        assertThat(stream("outsider", "", id(0))).isEmpty();
    }

    @Test
    void saysWhenSomethingWasMissed() throws IOException {
        for (String strange :
                List.of("other1-3", "3", id(999_999), workshop.ledger().instance() + "-x")) {
            List<Told> told = stream("reader", "", strange);
            assertThat(events(told)).as(strange).containsExactly("reset");
            assertThat(told.get(0).id())
                    .isEqualTo(id(workshop.ledger().changes().newest()));
        }
    }
}
