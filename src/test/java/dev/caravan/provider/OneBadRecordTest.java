package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.EventKind;
import dev.caravan.provider.ProviderRig.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Promise 4: one bad record costs one record, however its provider refuses the file, and nothing is paid twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneBadRecordTest {
    private static final String MODELS = """
            credentials:
              one: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
              two: {provider: simulator-anthropic, secret: "${TRIAL_KEY:simulated}", settings: {exclusive-workspace: true}}
              three: {provider: simulator-mistral, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              openai: {credential: one, model: gpt-4o-mini}
              anthropic: {credential: two, model: claude-haiku-4-5}
              mistral: {credential: three, model: mistral-small-latest}
            """;

    private ProviderRig rig;
    private int before;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new ProviderRig(folder, "{}", MODELS, "", List.of("openai", "anthropic", "mistral"));
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @AfterEach
    void clear() throws Exception {
        rig.noFaults();
        rig.audit();
        assertThat(rig.bill().path("double")).isEmpty();
    }

    private static List<Note> notes(String prefix, int count, Integer... bad) {
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            notes.add(new Note(prefix + i, List.of(bad).contains(i) ? "POISON " + i : "It is day " + i));
        }
        return notes;
    }

    private TreeMap<String, String> run(String task, List<Note> notes) throws Exception {
        before = rig.bill().path("records").asInt();
        long drop = rig.drop(task, notes);
        rig.settled(drop);
        assertThat(rig.published(task, drop)).hasSize(rig.bill().path("records").asInt() - before);
        return rig.rows(drop);
    }

    /** Only these ended in an error, with this code; the rest is published. */
    private static void costs(TreeMap<String, String> rows, String code, String... ids) {
        assertThat(rows.entrySet())
                .allSatisfy(row -> assertThat(row.getValue())
                        .startsWith(List.of(ids).contains(row.getKey()) ? "PROVIDER_ERROR " + code : "PUBLISHED ok "));
        assertThat(rows.values())
                .filteredOn(row -> row.startsWith("PROVIDER_ERROR"))
                .hasSize(ids.length);
    }

    @Test
    void aFileThatFailsWithoutNamingTheLineIsHalvedDownToIt() throws Exception {
        rig.faults("[{\"on\":\"file\",\"match\":{\"contains\":\"POISON\"},\"do\":\"fail\","
                + "\"code\":\"invalid_prompt\",\"message\":\"One of the prompts is not allowed.\"}]");
        costs(run("openai", notes("f", 21, 13)), "invalid_prompt", "f13");
        assertThat(rig.ledger().events().counts().get(EventKind.BISECTED)).isPositive();
    }

    @Test
    void aFileThatIsRefusedAtTheCreateIsHalvedDownToItsBadRecords() throws Exception {
        rig.faults("[{\"on\":\"file\",\"match\":{\"contains\":\"POISON\"},\"do\":\"refuse\",\"body\":"
                + "{\"error\":{\"message\":\"Bad file.\",\"type\":\"invalid_request_error\",\"code\":\"bad_file\"}}}]");
        costs(run("openai", notes("r", 40, 1, 17, 18)), "bad_file", "r1", "r17", "r18");
    }

    @Test
    void aProviderThatNeverNamesALineLosesOneRecordToo() throws Exception {
        rig.faults(
                "[{\"on\":\"file\",\"match\":{\"contains\":\"POISON\"},\"do\":\"fail\",\"code\":\"x\",\"message\":\"y\"}]");
        costs(run("mistral", notes("m", 9, 5)), "failed", "m5");
    }

    @Test
    void anInlineCreateThatIsRefusedIsHalvedToo() throws Exception {
        rig.faults("[{\"on\":\"file\",\"match\":{\"contains\":\"POISON\"},\"do\":\"refuse\",\"status\":400}]");
        costs(run("anthropic", notes("a", 12, 12)), "invalid_request_error", "a12");
    }

    /** 200 records can be halved 8 times: as many scouts, and six creates for each at most. */
    @Test
    void whatTheWholeAccountGetsEndsAfterFewCreates() throws Exception {
        rig.faults(
                "[{\"on\":\"batches.create\",\"times\":1000,\"do\":\"status\",\"status\":400,\"body\":"
                        + "{\"error\":{\"message\":\"No such window.\",\"type\":\"invalid_request_error\",\"code\":\"bad_window\"}}}]");
        TreeMap<String, String> rows = run("openai", notes("w", 200));
        assertThat(rows.values()).hasSize(200).allMatch(row -> row.startsWith("PROVIDER_ERROR bad_window"));
        assertThat(rig.bill().path("records").asInt()).isEqualTo(before);
        assertThat(rig.usedUp("batches.create")).isBetween(8, 48);
    }
}
