package dev.caravan.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditsTest {
    @TempDir
    Path folder;

    private ReviewRig rig;

    @BeforeEach
    void open() {
        rig = new ReviewRig(folder, new Task.Review("mood == \"bad\"", 0, 1));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** r1 is good and published, then sent again and bad, then made good by a person and published. */
    private void twoRevisions() throws IOException {
        rig.answered(1, i -> "{\"id\":\"r1\",\"mood\":\"good\"}");
        publish();
        int task = rig.ledger().recipes().taskId("moods");
        long rerun = rig.ledger().reruns().begin(new NewRerun("operator", "the prompt was wrong", task, "{}", 1, 0), 0);
        long drop = rig.ledger().drops().arriving(new Drops.NewDrop(task, Drops.RERUN, "rerun-1.jsonl", null));
        rig.ledger().reruns().dropped(rig.ledger().reruns().find(rerun).orElseThrow(), drop);
        rig.ledger().drops().received(drop, "drops/2/rebuilt.jsonl", 1);
        Drops.Claim claim = rig.ledger().drops().claimForRead().orElseThrow();
        try (var out = new SegmentWriter(rig.spool(), "drops/2/segment-1.jsonl.zst")) {
            byte[] line = "{\"id\":\"r1\",\"text\":\"so so\"}".getBytes(StandardCharsets.UTF_8);
            out.add(line, 0, line.length);
            long offset = out.endFrame();
            out.commit();
            var frame = new Drops.Frame("drops/2/segment-1.jsonl.zst", offset, List.of(new Drops.Row("r1", 1, 1)));
            rig.ledger().drops().append(claim, new Drops.ReadPart(1, List.of(frame), List.of(), 1, 0));
        }
        rig.ledger().drops().seal(claim);
        rig.collectedAll(i -> "{\"id\":\"r1\",\"mood\":\"bad\"}");
        rig.pass(Duration.ofMinutes(1));
        rig.ledger()
                .decisions()
                .decide(new NewDecision(
                        2,
                        1,
                        Act.EDIT,
                        "reviewer-1",
                        "it says so so",
                        "{\"id\":\"r1\",\"mood\":\"bad\",\"note\":\"so so\"}",
                        "{\"id\":\"r1\",\"mood\":\"bad\"}",
                        null,
                        null,
                        false));
        publish();
    }

    private void publish() {
        int task = rig.ledger().recipes().taskId("moods");
        Publications publications = rig.ledger().publications();
        Publications.Publication made = publications.open(task, 100).orElseThrow();
        var content = new Publications.Content("publications/" + made.id() + "/c", 0, "sha", made.records());
        publications.sealed(made.id(), content, List.of("files"), List.of());
        publications.delivered(publications.claimDelivery().orElseThrow());
    }

    @Test
    void tellsWhyAFieldChanged() throws IOException {
        twoRevisions();
        Story story = new Audits(rig.ledger().audit(), rig.answers())
                .of("moods", "r1")
                .orElseThrow();

        assertThat(StoryText.of(story).stream().map(line -> line.replaceAll("2026-11-21T[0-9:.]+Z", "T")))
                .containsExactly(
                        "Record \"r1\" of task moods",
                        "",
                        "Revision 1: superseded",
                        "  T read from line 1 of many.jsonl (drop 1)",
                        "  T attempt 1: sim/gpt-4o-mini, prompt version 1, schema version 1, 0.000000 USD, batch 1: ok",
                        "  T publication 1",
                        "  T sink files: delivered",
                        "  value: {\"id\":\"r1\",\"mood\":\"good\"}",
                        "",
                        "Revision 2: published (edited)",
                        "  T read from line 1 of rerun-1.jsonl (drop 2)",
                        "  T sent again by operator: the prompt was wrong (rerun 1)",
                        "  T attempt 1: sim/gpt-4o-mini, prompt version 1, schema version 1, 0.000000 USD, batch 2: edited",
                        "  T reviewer-1: edit (it says so so)",
                        "  T publication 2",
                        "  T sink files: delivered",
                        "  value: {\"id\":\"r1\",\"mood\":\"bad\",\"note\":\"so so\"}",
                        "  changed: mood: \"good\" -> \"bad\"",
                        "  changed: note: nothing -> \"so so\"");
    }

    @Test
    void answersInJsonAlsoBesideARunningCaravan() throws IOException {
        twoRevisions();
        JsonNode json;
        try (LedgerReader reader = LedgerReader.open(folder)) {
            Story story = new Audits(reader.audit(), rig.answersFrom(reader))
                    .of("moods", "r1")
                    .orElseThrow();
            json = new ObjectMapper().valueToTree(StoryJson.of(story));
            assertThat(new Audits(reader.audit(), rig.answersFrom(reader)).of("moods", "r9"))
                    .isEmpty();
            assertThat(new Audits(reader.audit(), rig.answersFrom(reader)).of("other", "r1"))
                    .isEmpty();
        }

        JsonNode newest = json.path("revisions").path(0);
        assertThat(newest.path("revision").asInt()).isEqualTo(2);
        assertThat(newest.path("rerun").path("actor").asText()).isEqualTo("operator");
        assertThat(newest.path("decided_by_person").asBoolean()).isTrue();
        assertThat(newest.path("changes").toString())
                .isEqualTo(
                        "[{\"field\":\"mood\",\"before\":\"good\",\"after\":\"bad\"},{\"field\":\"note\",\"after\":\"so so\"}]");
        JsonNode attempt = newest.path("attempts").path(0);
        assertThat(attempt.path("answer").path("mood").asText()).isEqualTo("bad");
        assertThat(attempt.path("tokens").path("output").asInt()).isEqualTo(3);
        assertThat(attempt.path("provider_id").asText()).isEqualTo("batch_2");
        assertThat(attempt.path("collected_at").asText()).startsWith("2026-11-21T");
        assertThat(newest.path("decisions").path(0).path("why").asText()).isEqualTo("it says so so");
        assertThat(newest.path("publication")
                        .path("sinks")
                        .path(0)
                        .path("state")
                        .asText())
                .isEqualTo("delivered");
        assertThat(json.path("revisions").path(1).path("changes")).isEmpty();
    }

    @Test
    void findsWhatIsAnotherHoweverDeep() {
        assertThat(Difference.between("{\"a\":{\"b\":[1,2]},\"c\":1.0}", "{\"a\":{\"b\":[1,3,4]},\"c\":1.0}"))
                .containsExactly(new Story.Change("a.b[1]", "2", "3"), new Story.Change("a.b[2]", null, "4"));
        assertThat(Difference.between("{}", "{}")).isEmpty();
        assertThat(Difference.between("[]", "7")).containsExactly(new Story.Change("", "[]", "7"));
    }
}
