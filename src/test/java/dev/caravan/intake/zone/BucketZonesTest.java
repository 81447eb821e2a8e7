package dev.caravan.intake.zone;

import static dev.caravan.intake.zone.ZoneTrial.all;
import static dev.caravan.intake.zone.ZoneTrial.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bucket.BucketChangedException;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketZonesTest {
    @TempDir
    Path folder;

    private ZoneTrial trial;

    @BeforeEach
    void start() throws IOException {
        trial = new ZoneTrial(folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    private long lists() {
        return trial.server.calls().stream()
                .filter(call -> call.equals("GET /storage/v1/b/acme-in/o"))
                .count();
    }

    private DropState state(long drop) {
        return trial.ledger.drops().find(drop).orElseThrow().state();
    }

    @Test
    void turnsThePagesOfThousandsOfKeysOnlyAsFarAsItHasCome() throws IOException {
        var client = trial.server.client();
        for (int i = 0; i < 3 * Round.PAGE + 1; i++) {
            client.create(com.google.cloud.storage.BlobInfo.newBuilder("acme-in", String.format("in/%05d.csv", i))
                    .build());
        }
        BucketZones zones = trial.zones();
        Iterator<ZoneObject> round = look(zones, "leave");
        assertThat(lists()).isZero();
        for (int page = 1; page <= 4; page++) {
            for (int i = 0; i < (page < 4 ? Round.PAGE : 1); i++) {
                assertThat(round.hasNext()).isTrue();
                round.next();
            }
            assertThat(lists()).isEqualTo(page);
        }
        assertThat(round.hasNext()).isFalse();
        assertThat(zones.isAtRest()).isFalse();
    }

    @Test
    void twoNodesThatListABucketTakeEachObjectOnce() throws IOException {
        for (int i = 0; i < 6; i++) {
            trial.put("in/" + i + ".csv", "id\n1\n".getBytes());
        }
        try (Ledger other = trial.join()) {
            BucketZones here = trial.zones();
            BucketZones there = trial.zones(other);
            List<ZoneObject> mine = all(here, "leave");
            List<ZoneObject> theirs = all(there, "leave");
            assertThat(theirs).hasSize(6).hasSameSizeAs(mine);
            for (int i = 0; i < 6; i++) {
                here.take(mine.get(i));
                there.take(theirs.get(5 - i));
            }
            assertThat(all(here, "leave")).isEmpty();
            assertThat(all(there, "leave")).isEmpty();
            for (int drop = 1; drop <= 6; drop++) {
                assertThat(state(drop)).isEqualTo(DropState.RECEIVED);
            }
            assertThat(trial.ledger.drops().find(7)).isEmpty();
        }
    }

    @Test
    void movesWithoutReadingAgainWhenTheProcessEndedBetweenSealAndMove() throws IOException {
        trial.put("in/a.csv", "id\n1\n".getBytes());
        BucketZones before = trial.zones();
        before.take(look(before, "move").next());
        assertThat(all(before, "move")).isEmpty();
        assertThat(before.isAtRest()).isFalse();
        assertThat(trial.seal()).isEqualTo(1);
        trial.server.calls().clear();

        BucketZones after = trial.zones();
        List<ZoneObject> found = all(after, "move");
        assertThat(found)
                .singleElement()
                .satisfies(object -> assertThat(object.isRead()).isTrue());
        // The copy is there, and then that process ends too.
        trial.store.copy(found.get(0).object(), PutAway.target(found.get(0)));
        after.putAway(all(trial.zones(), "move").get(0));
        assertThat(trial.store.head("in/a.csv")).isEmpty();
        assertThat(trial.store.list(".caravan/read/", null, 10).objects())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).endsWith("/a.csv"));
        assertThat(all(after, "move")).isEmpty();
        assertThat(after.isAtRest()).isTrue();
        assertThat(trial.server.calls()).noneMatch(call -> call.startsWith("GET /download"));
        assertThat(trial.ledger.counts().drops(0, 10)).hasSize(1);
    }

    @Test
    void neverMixesTwoVersions() throws IOException {
        byte[] old = new byte[600_000];
        Arrays.fill(old, (byte) 'o');
        trial.put("in/a.csv", old);
        ZoneObject found = look(trial.zones(), "leave").next();
        AtomicInteger blocks = new AtomicInteger();
        var bytes = new ObjectBytes(found, trial.spool, () -> {
            if (blocks.incrementAndGet() == 3) {
                try {
                    trial.put("in/a.csv", "new".getBytes());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        });
        assertThatThrownBy(() -> bytes.into("drops/1/source.csv")).isInstanceOf(BucketChangedException.class);
        assertThat(trial.spool.exists("drops/1/source.csv")).isFalse();
    }

    @Test
    void takesTheNewVersionOfWhatWasReplacedBeforeItWasTaken() throws IOException {
        trial.put("in/a.csv", "old".getBytes());
        BucketZones zones = trial.zones();
        ZoneObject stale = look(zones, "leave").next();
        trial.put("in/a.csv", "new".getBytes());
        zones.take(stale);
        assertThat(state(1)).isEqualTo(DropState.VOID);
        zones.take(look(zones, "leave").next());
        assertThat(state(2)).isEqualTo(DropState.RECEIVED);
        assertThat(folder.resolve("spool/drops/2/source.csv")).hasContent("new");
    }

    @Test
    void leavesAnObjectAloneForAWhileThatGivesTrouble() throws IOException {
        trial.put("in/a.csv", "id\n".getBytes());
        BucketZones zones = trial.zones();
        java.nio.file.Files.createDirectories(folder.resolve("spool"));
        java.nio.file.Files.writeString(folder.resolve("spool/drops"), "no folder");
        zones.take(look(zones, "leave").next());
        assertThat(state(1)).isEqualTo(DropState.VOID);
        assertThat(all(zones, "leave")).isEmpty();
        trial.clock.now = trial.clock.now.plus(Duration.ofMinutes(1));
        java.nio.file.Files.delete(folder.resolve("spool/drops"));
        zones.take(look(zones, "leave").next());
        assertThat(state(2)).isEqualTo(DropState.RECEIVED);
    }

    @Test
    void endsALookAndACopyWhenToldToStop() throws IOException {
        trial.put("in/a.csv", new byte[1_000_000]);
        trial.put("in/b.csv", new byte[1]);
        BucketZones zones = trial.zones();
        Iterator<ZoneObject> round = look(zones, "leave");
        ZoneObject first = round.next();
        zones.stop();
        zones.take(first);
        assertThat(state(1)).isEqualTo(DropState.VOID);
        assertThat(round.hasNext()).isFalse();
        assertThat(all(trial.zones(), "leave")).hasSize(2);
    }

    @Test
    void movesLongKeysToShorterOnesThatAreAllDifferent() throws IOException {
        String name = "x".repeat(300) + "/ü" + "y".repeat(700) + ".csv";
        trial.put("in/" + name, new byte[1]);
        BucketZones zones = trial.zones();
        zones.take(look(zones, "move").next());
        trial.seal();
        zones.putAway(look(zones, "move").next());
        assertThat(trial.store.list("", null, 10).objects())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).matches("\\.caravan/read/[0-9a-f]{16}/y{56}\\.csv"));
    }

    @Test
    void saysWhatIsWrongWithAZone() {
        BucketZones zones = trial.zones();
        assertThatThrownBy(() -> zones.look("gcs", "zones", "", "**", "mvoe", "x/", "chat"))
                .hasMessage("\"mvoe\" is not allowed for \"after\" of a drop zone. Allowed: move, tag, delete, leave");
        assertThatThrownBy(() -> zones.look("s3", "zones", "", "**", "move", "x/", "chat"))
                .hasMessage("The drop zone at \"zones\" needs gcs-drop-source");
        assertThatThrownBy(() -> zones.look("gcs", "zons", "", "**", "move", "x/", "chat"))
                .hasMessage("There is no bucket connection \"zons\" in buckets.yaml. Known: zones");
        assertThatThrownBy(() -> zones.look("gcs", "zones", "", "**", "move", "", "chat"))
                .hasMessage("The drop zone at \"zones\" has an empty \"moveTo\": expected a prefix");
        assertThatThrownBy(() -> zones.look("gcs", "zones", "", "**", "move", "x/", "chta"))
                .hasMessage("There is no task \"chta\". Known: chat. The drop zone at \"zones\" takes nothing");
    }
}
