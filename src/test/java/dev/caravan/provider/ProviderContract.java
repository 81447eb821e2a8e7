package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.ProviderRig.Note;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Caravan promises on every provider, shown from the dropped file to the published line against that provider's
 * simulator. A new provider extends this, names its account and its calls, and changes nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class ProviderContract extends RealTimeOnTrial {
    private static final String CHAT = "chat";
    private static final String EMBED = TrialTask.EMBED;

    private final MovedClock clock = new MovedClock();
    private ProviderRig rig;
    private int serial;
    private int many = 40;
    private boolean expired;
    private boolean cancelled;

    @Override
    protected final ProviderRig rig() {
        return rig;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        boolean embeds = !embeddingsModel().isEmpty();
        String models = """
                credentials:
                  trial: {provider: %s, %s%s}
                %sbatch-models:
                  chat: {credential: trial, model: "%s"%s}
                %s""".formatted(
                                provider(),
                                secret(),
                                credentialOptions(),
                                moreCredentials(),
                                chatModel(),
                                chatOptions(),
                                moreBatchModels())
                + (embeds ? "  embed: {credential: trial, model: \"" + embeddingsModel() + "\"}\n" : "");
        List<String> tasks = embeds ? List.of(CHAT, EMBED) : List.of(CHAT);
        rig = new ProviderRig(folder, simulatorOptions(), simulatorSettings(), models, tasks, clock);
    }

    @AfterAll
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @AfterEach
    void clear() throws Exception {
        rig.noFaults();
        rig.audit();
    }

    /** Records that no other test has, at least as many as a batch needs. */
    protected final List<Note> notes(int count) {
        String test = "n" + ++serial + "-";
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= Math.max(count, least()); i++) {
            notes.add(new Note(test + i, "It is day " + i + " and all is well"));
        }
        return notes;
    }

    /** Even, and never the same: where a number of requests tells batches apart, none is cut for having an old one. */
    private int many() {
        many += 2;
        return many;
    }

    private long runs(List<Note> notes) throws Exception {
        long drop = rig.drop(CHAT, notes);
        rig.settled(drop);
        return drop;
    }

    /** How often the simulator charged the records of these drops; fails if it charged one twice. */
    private void paidOnce(int records, int before) throws Exception {
        JsonNode bill = rig.bill();
        assertThat(bill.path("double")).isEmpty();
        assertThat(bill.path("records").asInt() - before).isEqualTo(records);
    }

    private int paid() throws Exception {
        return rig.bill().path("records").asInt();
    }

    @Test
    void answersEveryRecordOnceAndPublishesIt() throws Exception {
        int before = paid();
        List<Note> notes = notes(many());
        long drop = runs(notes);

        TreeMap<String, JsonNode> published = rig.published(CHAT, drop);
        assertThat(published).hasSize(notes.size());
        for (Note note : notes) {
            JsonNode line = published.get(note.note_id());
            assertThat(line.at("/result/note_id").asText()).isEqualTo(note.note_id());
            assertThat(line.at("/result/text").asText()).isEqualTo(note.text());
            assertThat(line.path("attempt").asInt()).isEqualTo(1);
            assertThat(line.at("/tokens/input").asInt()).isPositive();
            assertThat(line.at("/tokens/output").asInt()).isPositive();
            assertThat(line.at("/batch/provider_id").asText()).isNotBlank();
        }
        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        paidOnce(notes.size(), before);
    }

    @Test
    void keepsTextInManyLanguages() throws Exception {
        List<Note> notes = notes(Languages.SAMPLES.size());
        for (int i = 0; i < Languages.SAMPLES.size(); i++) {
            notes.set(i, new Note(notes.get(i).note_id(), Languages.SAMPLES.get(i)));
        }
        long drop = runs(notes);

        TreeMap<String, JsonNode> published = rig.published(CHAT, drop);
        assertThat(published).hasSize(notes.size());
        for (Note note : notes) {
            assertThat(published.get(note.note_id()).at("/result/text").asText())
                    .isEqualTo(note.text());
        }
    }

    @Test
    void bringsTenMegabytesHome() throws Exception {
        Assumptions.assumeTrue(movesItsOwnWay(), "another test takes ten megabytes the same way");
        List<Note> notes = notes(600);
        for (int i = 0; i < notes.size(); i++) {
            notes.set(
                    i,
                    new Note(
                            notes.get(i).note_id(),
                            ("word" + i + " ").repeat(2_200).strip()));
        }
        long drop = runs(notes);
        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        long bytes = rig.published(CHAT, drop).values().stream()
                .mapToLong(line -> line.at("/result/text").asText().length())
                .sum();
        assertThat(bytes).isGreaterThan(10_000_000);
    }

    @Test
    void embedsText() throws Exception {
        Assumptions.assumeFalse(embeddingsModel().isEmpty(), provider() + " has no embeddings");
        List<Note> notes = notes(5);
        long drop = rig.drop(EMBED, notes);
        rig.settled(drop);
        TreeMap<String, JsonNode> published = rig.published(EMBED, drop);
        assertThat(published).hasSize(notes.size());
        assertThat(published.values())
                .allSatisfy(line -> assertThat(line.path("result").size()).isGreaterThan(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lose-reply", "lose-request"})
    void paysOnceWhenTheReplyOrTheRequestOfACreateIsLost(String fault) throws Exception {
        int before = paid();
        rig.faults("[{\"on\":\"" + createCall() + "\",\"do\":\"" + fault + "\"}]");
        List<Note> notes = notes(many());
        long drop = runs(notes);

        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        paidOnce(notes.size(), before);
    }

    @Test
    void paysOnceWhenACreateFailsAfterItWasAccepted() throws Exception {
        int before = paid();
        rig.faults("[{\"on\":\"" + createCall() + "\",\"do\":\"status\",\"status\":503,\"when\":\"after\"}]");
        List<Note> notes = notes(many());
        long drop = runs(notes);

        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        paidOnce(notes.size(), before);
    }

    /**
     * Rules 4 and 11: a create takes effect when Caravan has looked for it; once within the wait, once long after it. The
     * second is what only a revoked input can stop.
     */
    @ParameterizedTest
    @ValueSource(strings = {"\"calls\":1", "\"ms\":1500"})
    void paysOnceWhenACreateArrivesLate(String late) throws Exception {
        Assumptions.assumeTrue(revocable() || late.contains("calls"), "nothing stops a late create of " + provider());
        int before = paid();
        rig.faults("[{\"on\":\"" + createCall() + "\",\"do\":\"late\"," + late + "}]");
        List<Note> notes = notes(many());
        long drop = runs(notes);

        int attempts = refusesMissingInputs() ? 1 : 2;
        assertThat(rig.rows(drop).values()).allMatch(row -> row.matches("PUBLISHED ok [1-" + attempts + "]"));
        paidOnce(notes.size(), before);
    }

    @Test
    void readsAgainWhatBrokeOffOnTheWay() throws Exception {
        breakOffADownload();
        long drop = runs(notes(many()));
        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
    }

    @Test
    void keepsFinishedRowsOfAnExpiredBatch() throws Exception {
        int before = paid();
        rig.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0.5}]");
        List<Note> notes = notes(Math.max(many(), 3 * least()));
        long drop = runs(notes);

        Map<String, String> rows = rig.rows(drop);
        assertThat(rows.values()).containsOnly("PUBLISHED ok 1", "PUBLISHED ok 2");
        assertThat(rows.values().stream().filter("PUBLISHED ok 1"::equals)).hasSize(notes.size() / 2);
        expired = true;
        paidOnce(notes.size(), before);
    }

    @Test
    void keepsFinishedRowsOfABatchThatWasCancelled() throws Exception {
        int before = paid();
        rig.faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000}]");
        List<Note> notes = notes(many());
        long drop = rig.drop(CHAT, notes);
        rig.until(drop, RecordState.SUBMITTED, notes.size());
        long batch = newestBatch();
        rig.ledger().batches().requestCancel(batch);
        DropCounts counts = rig.settled(drop);

        assertThat(counts.in(RecordState.PUBLISHED) + counts.in(RecordState.HELD))
                .isEqualTo(notes.size());
        assertThat(counts.in(RecordState.HELD)).isPositive();
        cancelled = true;
        paidOnce((int) counts.in(RecordState.PUBLISHED), before);
    }

    private long newestBatch() {
        long newest = 0;
        for (long id = 1; rig.ledger().batches().find(id).isPresent(); id++) {
            newest = id;
        }
        return newest;
    }

    @Test
    void countsARowThatCameTwiceOnce() throws Exception {
        int before = paid();
        rig.faults("[{\"on\":\"line\",\"match\":{\"percent\":30},\"do\":\"duplicate\"}]");
        List<Note> notes = notes(many());
        long drop = runs(notes);
        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        paidOnce(notes.size(), before);
    }

    @Test
    void sendsARowAgainThatIsMissing() throws Exception {
        int before = paid();
        List<Note> notes = notes(many());
        String lost = notes.get(6).note_id();
        rig.faults("[{\"on\":\"line\",\"match\":{\"contains\":\"" + lost + "\\\\n\"},\"times\":1,\"do\":\"missing\"}]");
        long drop = rig.drop(CHAT, notes);
        rig.until(drop, RecordState.PUBLISHED, notes.size());

        assertThat(rig.past(drop)).isEqualTo(Map.of(lost, "1 missing"));
        assertThat(rig.rows(drop).get(lost)).isEqualTo("PUBLISHED ok 2");
        paidOnce(notes.size(), before);
    }

    @Test
    void neverPublishesAnAnswerThatBelongsToAnotherRecord() throws Exception {
        rig.faults("[{\"on\":\"line\",\"match\":{\"percent\":20},\"times\":1,\"do\":\"swap\"}]");
        long drop = runs(notes(many()));

        Map<String, String> rows = rig.rows(drop);
        assertThat(rows.values().stream().filter(row -> row.startsWith("INVALID_OUTPUT echo")))
                .hasSize(2);
        rig.published(CHAT, drop)
                .forEach((id, line) ->
                        assertThat(line.at("/result/note_id").asText()).isEqualTo(id));
    }

    @Test
    void sendsARowAgainThatFailedInPassing() throws Exception {
        int before = paid();
        List<Note> notes = notes(many());
        for (String word : List.of("error", "rate-limit")) {
            rig.faults("[{\"on\":\"line\",\"match\":{\"contains\":\""
                    + notes.get(word.length()).note_id() + "\\\\n\"},\"times\":1,\"do\":\"" + word + "\"}]");
        }
        long drop = rig.drop(CHAT, notes);
        rig.until(drop, RecordState.PUBLISHED, notes.size());

        Map<String, String> rows = rig.rows(drop);
        assertThat(rows.get(notes.get(5).note_id())).isEqualTo("PUBLISHED ok 2");
        assertThat(rows.get(notes.get(10).note_id())).isEqualTo("PUBLISHED ok 2");
        paidOnce(notes.size(), before);
    }

    @Test
    void tellsEveryKindOfBadAnswerApart() throws Exception {
        List<Note> notes = notes(many());
        Map<String, String> expected = new TreeMap<>();
        int i = 0;
        for (Map.Entry<String, String> outcome : new TreeMap<>(outcomes()).entrySet()) {
            String id = notes.get(i++).note_id();
            expected.put(id, outcome.getValue());
            rig.faults("[{\"on\":\"line\",\"match\":{\"contains\":\"" + id + "\\\\n\"},\"do\":\"" + outcome.getKey()
                    + "\"}]");
        }
        long drop = runs(notes);

        Map<String, String> rows = rig.rows(drop);
        Map<String, String> bad = new TreeMap<>(rows);
        bad.values().removeIf("PUBLISHED ok 1"::equals);
        assertThat(bad).isEqualTo(expected);
    }

    /** Last, for it puts the clock forward: all that the other tests left there goes, too. */
    @Test
    @Order(Integer.MAX_VALUE)
    void leavesNothingBehindAtItsProvider() throws Exception {
        String lost =
                uploadCall().isEmpty() ? "" : "{\"on\":\"" + uploadCall() + "\",\"times\":1,\"do\":\"lose-reply\"},";
        rig.faults("[" + lost + "{\"on\":\"" + createCall()
                + "\",\"times\":1,\"do\":\"status\",\"status\":503,\"when\":\"before\"}]");
        runs(notes(many()));
        uploadUnnoted(rig.ledger().batches().tries(newestBatch()).get(0).token());
        if (!expired) {
            keepsFinishedRowsOfAnExpiredBatch();
        }
        rig.noFaults();
        if (!cancelled) {
            keepsFinishedRowsOfABatchThatWasCancelled();
        }
        // Inputs may be gone already; what batches left is kept for a week, and for ever where it may stay.
        assertThat(everythingLeft()).isNotEmpty();

        clock.pass(Duration.ofDays(40));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::left, List::isEmpty);
        assertThat(rig.ledger().events().counts()).doesNotContainKey(EventKind.FILES_LEFT);
    }

    private List<String> left() throws Exception {
        return everythingLeft().stream().filter(left -> !mayStay(left)).toList();
    }

    private List<String> everythingLeft() throws Exception {
        return Stream.concat(rig.leftAtSimulator(deletesBatches()).stream(), leftInBuckets().stream())
                .toList();
    }
}
