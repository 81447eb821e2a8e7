package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jerolba.carpet.CarpetReader;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
        rig = new CookbookRig(folder)
                .with("CRM_URL", "jdbc:sqlite:" + folder.resolve("crm.db"))
                .start();
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
        assertThat(rig.outbox("escalations")).hasSize(1);
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

    @Test
    void leadsOfHighScoreWaitForSalesAndAllOthersAreRowsOfTheTable() throws Exception {
        rig.put("lead-scoring");

        DropCounts counts = rig.rested("lead-scoring", 1).get("leads.tsv");
        rig.billed(3);
        String key = rig.key("review");
        JsonNode open = rig.get("/api/reviews?task=lead-scoring", key).path("data");
        // L-2 may be in the sample.
        assertThat(open)
                .hasSize((int) counts.in(RecordState.REVIEW_REQUIRED))
                .extracting(item -> item.path("source_id").asText())
                .contains("L-1", "L-3");
        assertThat(open.size() == 3 ? List.of() : scores()).hasSize(3 - open.size());
        for (JsonNode item : open) {
            assertThat(decide(item, key, "\"approve\"", 0)).isEqualTo(200);
        }

        rig.until(() -> scores().size() == 3);
        assertThat(scores())
                .containsExactly(
                        "L-1|95|120|approved",
                        open.size() == 3 ? "L-2|87||approved" : "L-2|87||",
                        "L-3|94|15|approved");
        rig.billed(0);
    }

    private List<String> scores() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection crm = DriverManager.getConnection(
                        "jdbc:sqlite:" + rig.folder().resolve("crm.db"));
                Statement statement = crm.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT source_id || '|' || score || '|' || coalesce(employees, '')"
                                + " || '|' || coalesce(review, '') FROM lead_score ORDER BY source_id")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    @Test
    void vectorsOfArticlesAreInAParquetFileAndTheSameArticlesCostNothingAgain() throws Exception {
        rig.put("embeddings");

        assertThat(rig.rested("article-vectors", 1).get("articles.zip").in(RecordState.PUBLISHED))
                .isEqualTo(3);
        rig.billed(3);
        List<Vector> vectors = new ArrayList<>();
        assertThat(rig.outbox("article-vectors")).hasSize(1);
        new CarpetReader<>(rig.outbox("article-vectors").get(0).toFile(), Vector.class).forEach(vectors::add);
        assertThat(vectors)
                .extracting(Vector::source_id)
                .containsExactly("setup/first-steps.md", "security/passwords.txt", "releases/2-4.md");
        assertThat(vectors).allSatisfy(vector -> {
            assertThat(vector.model()).isEqualTo("text-embedding-3-small");
            assertThat(CookbookRig.JSON.readTree(vector.result())).hasSize(256).allMatch(JsonNode::isNumber);
        });

        Files.copy(
                rig.folder().resolve("examples/articles.zip"),
                rig.data().resolve("inbox/article-vectors/next-night.zip"));
        assertThat(rig.rested("article-vectors", 2).get("next-night.zip").unchanged())
                .isEqualTo(3);
        rig.billed(0);
    }

    record Vector(String source_id, String model, String result) {}

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
