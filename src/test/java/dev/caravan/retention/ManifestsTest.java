package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.RecordState;
import dev.caravan.spool.LocalSpool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 37 and 46: what became of a drop can be proved, by hashes that tell nothing without the ledger's key. */
class ManifestsTest {
    @TempDir
    Path data;

    private Yard yard;
    private Manifests manifests;

    @BeforeEach
    void open() {
        yard = new Yard(data, new LocalSpool(data.resolve("spool")));
        manifests = manifests(Duration.ofMinutes(10));
    }

    private Manifests manifests(Duration between) {
        return new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, between);
    }

    @AfterEach
    void close() {
        assertThat(yard.ledger.counts().recount()).isEmpty();
        yard.close();
    }

    private ManifestCheck check() {
        return new ManifestCheck(
                yard.ledger.proofs(), yard.spool, yard.ledger.instance().substring(0, 6));
    }

    private byte[] manifest(long drop, int no) throws IOException {
        return Files.readAllBytes(data.resolve("manifests/triage/drop-" + drop + "-manifest-" + no + ".json"));
    }

    @Test
    void tellsOfADropAtRestWhatCameInWhatWentOutAndWhatItCost() throws IOException {
        long drop = yard.drop("hello", "a@x", "b@x", "c@x");
        assertThat(manifests.once()).as("queued is not at rest").isZero();
        yard.submit();
        assertThat(manifests.once()).as("submitted is not at rest").isZero();
        yard.collect(Map.of("b@x", RecordState.REVIEW_REQUIRED));
        assertThat(manifests.once()).as("unpublished is not at rest").isZero();
        yard.publish();
        assertThat(manifests.areWritten()).isFalse();
        assertThat(manifests.once()).isEqualTo(1);
        assertThat(manifests.areWritten()).isTrue();
        assertThat(manifests.once()).isZero();

        byte[] bytes = manifest(drop, 1);
        assertThat(yard.read("drops/1/manifest-1.json")).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        JsonNode json = new ObjectMapper().readTree(bytes);
        assertThat(json.get("ledger").asText()).isEqualTo(yard.ledger.instance());
        assertThat(json.get("task").asText()).isEqualTo("triage");
        assertThat(json.get("zone").asText()).isEqualTo("inbox");
        assertThat(json.get("uri").asText()).isEqualTo("file:///in.csv");
        assertThat(json.get("tag").isNull()).isTrue();
        assertThat(json.get("files").findValuesAsText("path"))
                .containsExactly("drops/1/in.csv", "drops/1/segment-1.jsonl.zst");
        assertThat(json.get("files").get(0).get("sha256").asText())
                .isEqualTo(Hashes.of(yard.spool.open("drops/1/in.csv", 0)).sha256());
        assertThat(json.get("results").findValuesAsText("path")).containsExactly("batches/1/results-3.jsonl");
        assertThat(json.get("counts").get("read").asInt()).isEqualTo(4);
        assertThat(json.get("counts").get("refused").asInt()).isEqualTo(1);
        assertThat(json.get("counts").get("published").asInt()).isEqualTo(2);
        assertThat(json.get("counts").get("review_required").asInt()).isEqualTo(1);
        assertThat(json.get("tokens").get("input").asInt()).isEqualTo(30);
        assertThat(json.get("cost_usd_millionths").asInt()).isEqualTo(15);
        assertThat(json.get("tree").get("leaves").asInt()).isEqualTo(4);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("@x");
        assertThat(check().check(bytes).problems()).isEmpty();
    }

    @Test
    void writesAnotherNumberWhenOutcomesChangedSinceAndKeepsTheFirst() throws IOException {
        yard.drop("hello", "a", "b");
        yard.finish();
        manifests.once();
        yard.pass(Duration.ofMinutes(1));
        yard.drop("newer", "a");
        yard.finish();
        assertThat(manifests.once())
                .as("only the new drop: the old one has a young manifest")
                .isEqualTo(1);
        yard.pass(Duration.ofMinutes(10));
        assertThat(manifests.once()).isEqualTo(1);
        assertThat(new ObjectMapper()
                        .readTree(manifest(1, 2))
                        .get("counts")
                        .get("superseded")
                        .asInt())
                .isEqualTo(1);
        assertThat(check().check(manifest(1, 2)).problems()).isEmpty();
        assertThat(check().check(manifest(1, 1)).problems())
                .containsExactly(
                        "The manifest counts 2 published, the ledger 1",
                        "The manifest counts 0 superseded, the ledger 1",
                        "The root of the ledger's rows is not the manifest's",
                        "Outcomes changed since this manifest was written: manifest 2 of drop 1 is the newest");
    }

    @Test
    void whoWorksOffAndExitsWaitsForTheLastWord() throws IOException {
        manifests = manifests(Duration.ZERO);
        yard.drop("hello", "a");
        yard.finish();
        manifests.once();
        yard.drop("newer", "a");
        yard.finish();
        assertThat(manifests.areWritten()).isFalse();
        assertThat(manifests.once()).isEqualTo(2);
        assertThat(manifests.areWritten()).isTrue();
    }

    @Test
    void namesTheRecordsThatDifferByLineAndSourceId() throws IOException {
        long drop = yard.drop("hello", "a", "b", "c");
        yard.finish();
        manifests.once();
        byte[] bytes = manifest(drop, 1);
        yard.drop("other", "b");
        assertThat(check().check(bytes).problems())
                .as("a newer revision that is not yet published")
                .isEmpty();
        yard.finish();
        ManifestCheck.Report report = check().check(bytes);
        assertThat(report.problems())
                .containsExactly(
                        "The manifest counts 3 published, the ledger 2",
                        "The manifest counts 0 superseded, the ledger 1",
                        "The root of the ledger's rows is not the manifest's: 1 row differs",
                        "Line 3, source id \"b\": not as the manifest says");
        assertThat(report.summary()).isEqualTo("manifest 1 of drop 1: 4 problems");
    }

    @Test
    void noticesEveryByteThatIsNotWhatItWas() throws IOException {
        long drop = yard.drop("hello", "a");
        yard.finish();
        manifests.once();
        byte[] bytes = manifest(drop, 1);
        Files.writeString(data.resolve("spool/drops/1/in.csv"), "id\n");
        Files.delete(data.resolve("spool/batches/1/results-3.jsonl"));
        assertThat(check().check(bytes).problems())
                .containsExactly(
                        "drops/1/in.csv in the spool is not what it was",
                        "batches/1/results-3.jsonl is not in the spool");
        byte[] changed = new String(bytes, StandardCharsets.UTF_8)
                .replace("\"cost_usd_millionths\" : 5", "\"cost_usd_millionths\" : 4")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(check().check(changed).problems().get(0))
                .startsWith("The manifest is not the one that the ledger knows as number 1 of drop 1");
        assertThatThrownBy(() -> check().check("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("it is no manifest of a drop: \"format\" is not \"caravan drop manifest 1\"");
    }

    @Test
    void showsTheWayFromOneRecordToTheRoot() throws IOException {
        long drop = yard.drop("hello", "a", "b", "c");
        yard.finish();
        manifests.once();
        ManifestCheck.Proof proof = check().prove(manifest(drop, 1), "b").orElseThrow();
        assertThat(proof.root()).isTrue();
        assertThat(proof.lines().get(0)).startsWith("line 3, published, leaf 1 of 4 ");
        assertThat(proof.lines()).hasSize(4);
        assertThat(proof.lines().get(3))
                .isEqualTo("root "
                        + new ObjectMapper()
                                .readTree(manifest(drop, 1))
                                .get("tree")
                                .get("root")
                                .asText());
        assertThat(check().prove(manifest(drop, 1), "x")).isEmpty();
    }

    @Test
    void writesAgainWhatADeadProcessLeftHalfDone() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        yard.put("drops/1/manifest-1.json", "half");
        yard.put("drops/1/manifest-1.leaves", "half");
        assertThat(manifests.once()).isEqualTo(1);
        assertThat(check().check(manifest(1, 1)).problems()).isEmpty();
    }
}
