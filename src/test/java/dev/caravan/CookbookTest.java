package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jerolba.carpet.CarpetReader;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import dev.caravan.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the pages of docs/cookbook promise, with their files, against the simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CookbookTest {
    private static final String SECRET = "whsec_" + "c2VjcmV0".repeat(4);

    private S3Server s3;
    private CookbookTopic topic;
    private CookbookReceiver receiver;
    private CookbookRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        s3 = new S3Server("invoices", "conversations", "topics");
        topic = new CookbookTopic();
        receiver = new CookbookReceiver();
        rig = new CookbookRig(folder)
                .with("INVOICES_ENDPOINT", s3.endpoint())
                .with("INVOICES_ACCESS_KEY", S3Server.ACCESS_KEY)
                .with("INVOICES_SECRET_KEY", S3Server.SECRET_KEY)
                .with("CONVERSATIONS_ENDPOINT", s3.endpoint())
                .with("CONVERSATIONS_ACCESS_KEY", S3Server.ACCESS_KEY)
                .with("CONVERSATIONS_SECRET_KEY", S3Server.SECRET_KEY)
                .with("KAFKA_SERVERS", topic.servers())
                .with("TOPICS_ENDPOINT", s3.endpoint())
                .with("TOPICS_ACCESS_KEY", S3Server.ACCESS_KEY)
                .with("TOPICS_SECRET_KEY", S3Server.SECRET_KEY)
                .with("RESULTS_WEBHOOK_URL", receiver.url())
                .with("RESULTS_WEBHOOK_SECRET", SECRET)
                .with("CRM_URL", "jdbc:sqlite:" + folder.resolve("crm.db"))
                .with("LIBRARY_URL", "jdbc:sqlite:" + folder.resolve("library.db"))
                .start();
    }

    @AfterAll
    void stop() {
        rig.close();
        receiver.close();
        topic.close();
        s3.close();
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
        return CookbookTables.rows(
                rig.folder().resolve("crm.db"),
                "SELECT source_id || '|' || score || '|' || coalesce(employees, '') || '|' || coalesce(review, '')"
                        + " FROM lead_score ORDER BY source_id");
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

    @Test
    void whoSubmitsOverHttpIsToldByASignedNoticeAndFetchesALineForEachLine() throws Exception {
        List<String> scripts = CookbookPage.at("docs/cookbook/http-submit.md").scripts();
        assertThat(scripts).hasSize(2);
        String key = rig.key("submit");

        String first = rig.bash(scripts.get(0), "CARAVAN", rig.url(""), "CARAVAN_KEY", key);
        String batch = CookbookRig.JSON.readTree(first).path("batch_id").asText();
        String again = rig.bash(scripts.get(0), "CARAVAN", rig.url(""), "CARAVAN_KEY", key);
        assertThat(CookbookRig.JSON.readTree(again).path("batch_id").asText()).isEqualTo(batch);

        rig.until(() -> !receiver.told().isEmpty());
        rig.billed(3);
        CookbookReceiver.Told told = receiver.told().get(0);
        JsonNode notice = CookbookRig.JSON.readTree(told.body());
        assertThat(notice.path("type").asText()).isEqualTo("submission.completed");
        assertThat(notice.at("/data/batch").asText()).isEqualTo(batch);
        assertThat(CookbookReceiver.verdict(rig, SECRET, told, told.body())).isEqualTo("0\n");
        assertThat(CookbookReceiver.verdict(rig, SECRET, told, told.body().replace("completed", "failed")))
                .isEqualTo("1\n");

        assertThat(rig.bash(scripts.get(1), "CARAVAN", rig.url(""), "CARAVAN_KEY", key, "BATCH", batch)
                        .lines()
                        .map(line -> line.replaceFirst(
                                "\\{\"custom_id\":\"([^\"]+)\",\"response\":\\{\"status_code\":200,.*", "$1")))
                .containsExactly("contract-1", "ticket-7", "report-3");
        assertThat(receiver.told()).hasSize(1);
    }

    @Test
    void invoicesComeFromTheBucketAndGoThereUnlessTheirAmountsDoNotFit() throws Exception {
        s3.client()
                .putObject(
                        o -> o.bucket("invoices").key("in/november/invoices.jsonl"),
                        Path.of("examples/invoices.jsonl"));

        DropCounts counts = rig.rested("invoice-tagging", 1).get("invoices.jsonl");
        assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(2);
        assertThat(counts.in(RecordState.REVIEW_REQUIRED)).isEqualTo(1);
        assertThat(counts.refused()).isEqualTo(1);
        rig.billed(3);
        assertThat(rig.get("/api/reviews?task=invoice-tagging", rig.key("review"))
                        .path("data"))
                .extracting(item -> item.path("source_id").asText() + " "
                        + item.path("reason").asText())
                .containsExactly("I-3 rule");

        // It is copied before it is deleted.
        rig.until(() -> keys().size() == 2 && keys().get(1).startsWith("out/"));
        List<String> keys = keys();
        assertThat(keys.get(0)).endsWith("/november/invoices.jsonl");
        assertThat(keys.get(1)).matches("out/invoice-tagging-p\\d{6}\\.jsonl");
        assertThat(s3.client()
                        .getObjectAsBytes(o -> o.bucket("invoices").key(keys.get(1)))
                        .asUtf8String()
                        .lines()
                        .map(CookbookReceiver::total))
                .containsExactly("I-1 499.8", "I-2 1800");
    }

    private List<String> keys() {
        return s3.client().listObjectsV2Paginator(l -> l.bucket("invoices")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void metadataIsAnsweredOnceMoreByTheNewPromptAndReplacesWhatWasPublished() throws Exception {
        rig.put("metadata-regeneration");
        assertThat(rig.rested("document-metadata", 2).values())
                .extracting(counts -> counts.in(RecordState.PUBLISHED))
                .containsExactly(3L, 1L);
        rig.billed(4);
        assertThat(metadata())
                .containsExactly(
                        "releases/2-4.md|1|1",
                        "retention-policy.md|1|1",
                        "security/passwords.txt|1|1",
                        "setup/first-steps.md|1|1");

        List<String> commands = CookbookPage.of("metadata-regeneration").commands("A new prompt");
        rig.bash(commands.get(0));
        rig.hurry();
        rig.command(commands.get(1));
        rig.command(commands.get(2));
        rig.until(() -> rig.rested("document-metadata", 3).size() == 3);

        assertThat(metadata())
                .containsExactly(
                        "releases/2-4.md|2|2",
                        "retention-policy.md|2|2",
                        "security/passwords.txt|2|2",
                        "setup/first-steps.md|2|2");
        rig.billed(4);
    }

    private List<String> metadata() throws SQLException {
        return CookbookTables.rows(
                rig.folder().resolve("library.db"),
                "SELECT source_id || '|' || revision || '|' || prompt_version FROM document_metadata ORDER BY source_id");
    }

    @Test
    void oneFileOfConversationsIsSummarizedAndLearntFrom() throws Exception {
        for (String file : List.of("conversations.jsonl", "expired-conversations.json")) {
            s3.client().putObject(o -> o.bucket("conversations").key("expired/" + file), Path.of("examples", file));
        }

        String told = """
                {"conversation_id": "T-1", "transcript": "reusable: true\\nconfidence: 0.95\\nHow do I export? By the menu."}
                {"conversation_id": "T-2", "transcript": "reusable: false\\nconfidence: 0.95\\nHello? Hello."}
                {"conversation_id": "T-3", "transcript": "reusable: true\\nconfidence: 0.5\\nIs it free? Perhaps."}
                """;
        s3.client().putObject(o -> o.bucket("conversations").key("expired/told.jsonl"), RequestBody.fromString(told));

        assertThat(rig.rested("conversation-summary", 3).values())
                .allSatisfy(
                        counts -> assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(3));
        assertThat(rig.lines("conversation-summaries"))
                .containsOnlyKeys("C-1", "C-2", "C-3", "E-1", "E-2", "E-3", "T-1", "T-2", "T-3");
        Map<String, DropCounts> learnt = rig.rested("knowledge-ingestion", 3);
        assertThat(learnt.get("told.jsonl").in(RecordState.PUBLISHED)).isEqualTo(2);
        assertThat(learnt.get("told.jsonl").in(RecordState.REVIEW_REQUIRED)).isEqualTo(1);
        assertThat(rig.lines("knowledge-base")).containsKey("T-1").doesNotContainKeys("T-2", "T-3");
        assertThat(rig.lines("knowledge-base").values())
                .allSatisfy(line ->
                        assertThat(line.at("/result/reusable").asBoolean()).isTrue());
        rig.billed(18);
        assertThat(s3.client().listObjectsV2Paginator(l -> l.bucket("conversations")).contents().stream()
                        .map(S3Object::key))
                .containsExactly(
                        "expired/conversations.jsonl", "expired/expired-conversations.json", "expired/told.jsonl");
    }

    @Test
    void whatALateProviderDidNotAnswerIsAnsweredByTheOtherAndNothingTwice() throws Exception {
        rig.put("multi-provider-fallback");
        assertThat(rig.rested("product-reviews", 1)
                        .get("product-reviews.parquet")
                        .in(RecordState.PUBLISHED))
                .isEqualTo(4);
        rig.billed(4);
        assertThat(providers()).containsExactly("simulator", "simulator", "simulator", "simulator");

        List<String> scripts =
                CookbookPage.at("docs/cookbook/multi-provider-fallback.md").scripts();
        assertThat(rig.bash(scripts.get(0), "CARAVAN", rig.url(""))).contains("stay");
        Path next = rig.data().resolve("inbox/product-reviews/next.csv");
        Files.writeString(next, """
                review_id,text
                N-1,Broke on the second day
                N-2,Does what it should
                N-3,My dog likes it more than I do
                N-4,Came late but works
                """);
        assertThat(rig.rested("product-reviews", 2).get("next.csv").in(RecordState.PUBLISHED))
                .isEqualTo(4);
        rig.noFaults();
        rig.billed(4);
        assertThat(providers().subList(0, 4))
                .containsExactlyInAnyOrder("simulator", "simulator", "simulator-mistral", "simulator-mistral");
    }

    /** Who answered, by the IDs of the reviews. */
    private List<String> providers() throws IOException {
        return rig.lines("reviews-table").values().stream()
                .map(line -> line.path("provider").asText())
                .toList();
    }

    @Test
    void messagesThatConnectWroteOfATopicAreAnalysedOnceAndTheAnalysesAreMessages() throws Exception {
        CookbookTopic.connected(s3, "messages+0+0000000000.json", "M-1", "M-2");
        CookbookTopic.connected(s3, "messages+0+0000000001.json", "M-2", "M-3");

        Map<String, DropCounts> drops = rig.rested("message-analyzer", 2);
        assertThat(drops.values().stream().mapToLong(DropCounts::unchanged).sum())
                .isEqualTo(1);
        assertThat(drops.values().stream()
                        .mapToLong(counts -> counts.in(RecordState.PUBLISHED))
                        .sum())
                .isEqualTo(3);
        rig.billed(3);
        assertThat(topic.analyses()).containsExactlyInAnyOrder("M-1 M-1", "M-2 M-2", "M-3 M-3");
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
