package dev.caravan.intake.zone;

import static dev.caravan.intake.zone.ZoneRig.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketPage;
import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.Buckets;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an object in a bucket to the published line, with the spool in the same bucket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class BucketDropsContract {
    private static final String DONE = "PUBLISHED 1 1";
    private ZoneRig rig;
    private Buckets buckets;
    BucketStore store;

    /** {@code s3} or {@code gcs}. */
    abstract String kind();

    /** The connection {@code zones} of buckets.yaml. */
    abstract String connection(Path folder) throws IOException;

    /** Placeholders of that connection. */
    abstract Map<String, String> environment();

    /** Address of a place for the spool in the bucket of that connection. */
    abstract String spool();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        String yaml = "buckets:\n  zones: " + connection(folder) + "\n";
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("move", zone("move", "task: chat"));
        zones.put("delete", zone("delete", "task: chat, after: delete"));
        zones.put("leave", zone("leave", "after: leave, include: \"**/*.jsonl,**/*.csv\""));
        zones.put("tag", zone("tag", "task: chat, after: tag"));
        List<String> options = new ArrayList<>(List.of("--caravan.spool=" + spool()));
        environment().forEach((name, value) -> options.add("--" + name + "=" + value));
        rig = new ZoneRig(folder, yaml, zones, options);
        Problems problems = new Problems();
        var placeholders =
                new Placeholders(name -> Optional.ofNullable(environment().get(name)));
        buckets = new Buckets(BucketsReader.read(folder.resolve("config"), placeholders, problems));
        problems.throwIfAny();
        store = buckets.store("zones");
    }

    private String zone(String name, String more) {
        return ZoneRig.zone(kind(), name, "prefix: " + name + ", " + more);
    }

    @AfterEach
    void audit() {
        assertThat(rig.audit()).isEmpty();
    }

    @AfterAll
    void stop() {
        rig.close();
        buckets.close();
    }

    private String put(String key, byte[] bytes) throws IOException {
        store.delete(key, null);
        store.put(key, new ByteArrayInputStream(bytes), Map.of());
        return store.uri(key);
    }

    private List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        BucketPage page = store.list(prefix, null, 1000);
        page.objects().forEach(object -> keys.add(object.key()));
        return keys;
    }

    private void untilGone(String key) {
        rig.await(key + " is put away").until(() -> store.head(key).isEmpty());
    }

    /** Another object has come and gone through: every zone was looked at once more. */
    private void nextRound(String zone, String name) throws IOException {
        String uri = put(zone + "/chat/" + name + ".jsonl", notes("a witness", name));
        rig.ended(uri, 1);
    }

    @Test
    void movesAnObjectWhenItsDropIsInTheLedger() throws Exception {
        String uri = put("move/day 1%/notes.jsonl", notes("all is well", "m1", "m2", "m3"));
        Drops.Drop drop = rig.settled(uri, 1);
        assertThat(rig.rows(drop.id())).isEqualTo(Map.of("m1", DONE, "m2", DONE, "m3", DONE));
        untilGone("move/day 1%/notes.jsonl");
        assertThat(keys(".caravan/read/"))
                .filteredOn(key -> key.endsWith("/day 1%/notes.jsonl"))
                .singleElement()
                .satisfies(key ->
                        assertThat(store.read(key, null, 0, 1000)).isEqualTo(notes("all is well", "m1", "m2", "m3")));
        assertThat(rig.files("spool")).isEmpty();
    }

    @Test
    void movesWhatCannotBeReadElsewhereAndReadsItAgainWhenItIsBroughtBack() throws Exception {
        byte[] broken = "not a format".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String uri = put("move/broken.xyz", broken);
        assertThat(rig.ended(uri, 1).state()).isEqualTo(DropState.FAILED);
        untilGone("move/broken.xyz");
        assertThat(keys(".caravan/failed/"))
                .filteredOn(key -> key.endsWith("/broken.xyz"))
                .hasSize(1);
        assertThat(rig.files("inbox/chat/.failed").get("broken.xyz.reason.txt")).contains("unknown format \"xyz\"");
        put("move/broken.xyz", broken);
        assertThat(rig.ended(uri, 2).state()).isEqualTo(DropState.FAILED);
        untilGone("move/broken.xyz");
    }

    @Test
    void deletesAnObjectWhenItsDropIsInTheLedger() throws Exception {
        String uri = put("delete/notes.jsonl", notes("all is well", "d1", "d2"));
        assertThat(rig.rows(rig.settled(uri, 1).id())).isEqualTo(Map.of("d1", DONE, "d2", DONE));
        untilGone("delete/notes.jsonl");
        String broken = put("delete/broken.xyz", new byte[] {1});
        assertThat(rig.ended(broken, 1).state()).isEqualTo(DropState.FAILED);
        nextRound("delete", "delete-witness");
        assertThat(store.head("delete/broken.xyz")).isPresent();
        assertThat(rig.drops(broken)).hasSize(1);
    }

    @Test
    void readsAnObjectThatStaysOnceAndItsNextVersionAsAnotherDrop() throws Exception {
        String uri = put("leave/chat/notes.jsonl", notes("all is well", "l1", "l2"));
        assertThat(rig.rows(rig.settled(uri, 1).id())).isEqualTo(Map.of("l1", DONE, "l2", DONE));
        nextRound("leave", "leave-witness");
        assertThat(rig.drops(uri)).hasSize(1);
        put("leave/chat/notes.jsonl", notes("all is better", "l2", "l3"));
        Drops.Drop second = rig.settled(uri, 2);
        assertThat(rig.rows(second.id())).isEqualTo(Map.of("l2", "PUBLISHED 2 1", "l3", DONE));
        assertThat(keys("leave/chat/notes.jsonl")).containsExactly("leave/chat/notes.jsonl");
    }

    @Test
    void leavesAloneWhatIsNoDrop() throws Exception {
        List<String> left = new ArrayList<>(List.of(
                "leave/top.jsonl",
                "leave/chat/notes.txt",
                "leave/chat/.hidden.jsonl",
                "leave/chat/.git/notes.jsonl",
                "leave/chat/growing.jsonl.part",
                "leave/nobody/notes.jsonl",
                "leave/chat/tab\there.jsonl"));
        left.addAll(markers());
        for (String key : left) {
            put(key, notes("not for you", "x"));
        }
        String uri = put("leave/chat/" + "ü%2F&#'".repeat(20) + ".jsonl", notes("a long way", "h1"));
        assertThat(rig.rows(rig.settled(uri, 1).id())).isEqualTo(Map.of("h1", DONE));
        nextRound("leave", "no-drop-witness");
        for (String key : left) {
            assertThat(rig.drops(store.uri(key))).as(key).isEmpty();
            assertThat(store.head(key)).as(key).isPresent();
        }
    }

    /** Keys of folder markers, and others that the server of the test takes, which are no drops. */
    List<String> markers() {
        return List.of();
    }

    @Test
    void restsWhenNothingIsLeftToDo() throws Exception {
        String uri = put("move/rest.jsonl", notes("all is well", "r1"));
        rig.settled(uri, 1);
        untilGone("move/rest.jsonl");
        rig.await("all zones rest")
                .atMost(Duration.ofSeconds(60))
                .until(() -> rig.zones().isAtRest());
    }

    final ZoneRig rig() {
        return rig;
    }

    final String drop(String key, String... ids) throws IOException {
        return put(key, notes("all is well", ids));
    }

    final BucketObject object(String key) throws IOException {
        return store.head(key).orElseThrow();
    }
}
