package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the pages of docs/cookbook promise, with their files, against the simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CookbookTest {
    private CookbookRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new CookbookRig(folder).start();
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void nightlyTicketsAreSummarizedAndTheEscalatedOnesAreInTheTableToo() throws Exception {
        rig.put("nightly-tickets");

        DropCounts counts = rig.rested("ticket-summaries", 1).get("closed-tickets.xml");
        assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(3);
        rig.billed(3);
        Map<String, JsonNode> lines = rig.lines("ticket-summaries");
        assertThat(lines).containsOnlyKeys("S-1", "S-2", "S-3");
        assertThat(lines.values())
                .allSatisfy(
                        line -> assertThat(line.at("/result/tags").isArray()).isTrue())
                .allSatisfy(line -> assertThat(line.path("review").isNull()).isTrue());
        List<String> escalated = lines.values().stream()
                .filter(line -> line.at("/result/escalated").asBoolean())
                .map(line -> line.path("source_id").asText())
                .toList();
        assertThat(escalated).isNotEmpty().hasSizeLessThan(3);
        assertThat(rig.outbox("escalations")).singleElement();
        List<String> table = Files.readAllLines(rig.outbox("escalations").get(0));
        assertThat(table.get(0))
                .startsWith("source_id,task,revision,result.ticket_id,result.product_area,result.summary,result.tags,");
        assertThat(table.subList(1, table.size()))
                .extracting(row -> row.replaceFirst(",.*", ""))
                .containsExactlyElementsOf(escalated);
    }

    @Test
    void nothingOfTheComplianceQueueIsPublishedBeforeTwoPeopleDecidedOnAllOfIt() throws Exception {
        rig.put("compliance-queue");

        assertThat(rig.rested("compliance-review", 1)
                        .get("outgoing-texts.jsonl")
                        .in(RecordState.REVIEW_REQUIRED))
                .isEqualTo(3);
        rig.billed(3);
        String one = rig.key("review");
        String other = rig.key("review");
        Map<String, JsonNode> open = new TreeMap<>();
        rig.get("/api/reviews?task=compliance-review", one)
                .path("data")
                .forEach(item -> open.put(item.path("source_id").asText(), item));
        assertThat(open).containsOnlyKeys("O-1", "O-2", "O-3");

        assertThat(decide(open.get("O-1"), one, "\"reject\", \"why\": \"promises results\"", 0))
                .isEqualTo(200);
        assertThat(decide(open.get("O-2"), one, "\"approve\"", 0)).isEqualTo(200);
        assertThat(decide(open.get("O-2"), one, "\"approve\"", 1)).isEqualTo(409);
        assertThat(decide(open.get("O-2"), other, "\"approve\"", 1)).isEqualTo(200);
        assertThat(decide(open.get("O-3"), one, "\"approve\"", 0)).isEqualTo(200);
        assertThat(rig.lines("cleared-texts")).isEmpty();
        assertThat(decide(open.get("O-3"), other, "\"approve\"", 1)).isEqualTo(200);

        rig.until(() -> rig.lines("cleared-texts").size() == 2
                && rig.lines("refused-texts").size() == 1);
        DropCounts counts = rig.rested("compliance-review", 1).get("outgoing-texts.jsonl");
        assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(2);
        assertThat(counts.in(RecordState.DISCARDED)).isEqualTo(1);
        assertThat(rig.lines("cleared-texts")).containsOnlyKeys("O-2", "O-3");
        assertThat(rig.lines("cleared-texts").values())
                .allSatisfy(line -> assertThat(line.path("review").asText()).isEqualTo("approved"))
                .allSatisfy(line -> assertThat(line.path("reviewer").asText()).startsWith("key:cookbook:"));
        assertThat(rig.lines("refused-texts").get("O-1").at("/rejected/why").asText())
                .isEqualTo("promises results");
        rig.billed(0);
    }

    /** @param earlier decisions that the person has seen, too */
    private int decide(JsonNode item, String key, String act, int earlier) throws Exception {
        int version = item.path("version").asInt() + earlier;
        return rig.post(
                        "/api/reviews/" + item.path("record").asLong(),
                        key,
                        "{\"version\": " + version + ", \"act\": " + act + "}")
                .statusCode();
    }
}
