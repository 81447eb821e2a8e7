package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.RecordState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaysTest {
    @TempDir
    Path data;

    private SinkBench bench;

    @BeforeEach
    void giveUp() {
        bench = new SinkBench(data, "events", Clock.systemUTC());
        bench.publication(Map.of("a", "1"));
        bench.publish().failed(bench.claim().orElseThrow(), SinkException.forGood("no such topic"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void sendsAgainOnceWhatWasGivenUpWhenSomebodyAsks() throws IOException {
        assertThat(bench.claim()).isEmpty();
        bench.replay("events");
        bench.replay("events");
        DeliveryInHand again = bench.claim().orElseThrow();
        assertThat(again.getSend()).isEqualTo(1);
        assertThat(data.resolve("replay")).isEmptyDirectory();
        assertThat(bench.claim()).isEmpty();
        bench.publish().failed(again, SinkException.forGood("no such topic"));
        assertThat(bench.claim()).isEmpty();
        bench.replay("events");
        bench.publish().delivered(bench.claim().orElseThrow());
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
        bench.replay("events");
        assertThat(bench.claim()).isEmpty();
    }

    @Test
    void touchesNoOtherSink() throws IOException {
        bench.replay("other");
        assertThat(bench.claim()).isEmpty();
        assertThat(data.resolve("replay")).isEmptyDirectory();
    }

    @Test
    void answersAtStartWhatWasAskedForWhileNothingRan() throws IOException {
        DeliveryInHand blind = blindlySpent();
        bench.publish().failed(blind, SinkException.forGood("may be there"));
        bench.crash();
        assertThat(bench.claim()).isEmpty();
        bench.replay("events");
        bench.crash();
        assertThat(data.resolve("replay")).isEmptyDirectory();
        assertThat(bench.claim()).isPresent();
    }

    private DeliveryInHand blindlySpent() throws IOException {
        bench.replay("events");
        DeliveryInHand delivery = bench.claim().orElseThrow();
        bench.publish().repeats(delivery, "blind");
        bench.publish().repeats(delivery, "blind");
        return delivery;
    }

    @Test
    void sendsOnePublicationAgainFromItsStartAlsoWhereItWasDelivered() throws IOException {
        bench.replay("events");
        bench.publish().delivered(bench.claim().orElseThrow());
        bench.publication(Map.of("b", "2"));
        DeliveryInHand second = bench.claim().orElseThrow();
        second.advanced(1);
        bench.publish().delivered(second);
        bench.replay(2);
        bench.replay(7);
        DeliveryInHand again = bench.claim().orElseThrow();
        assertThat(again.getPublication()).isEqualTo(2);
        assertThat(again.getKey()).isEqualTo(second.getKey());
        assertThat(again.getSend()).isEqualTo(1);
        assertThat(again.getDone()).isZero();
        assertThat(data.resolve("replay")).isEmptyDirectory();
        assertThat(bench.claim()).isEmpty();
        bench.publish().delivered(again);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L));
        assertThat(bench.ledger().counts().recount()).isEmpty();
    }

    @Test
    void aReplayLeavesOutWhatTheSinkHasANewerRevisionOf() throws IOException {
        bench.replay("events");
        bench.publish().delivered(bench.claim().orElseThrow());
        bench.publication(Map.of("a", "2"));
        bench.publish().delivered(bench.claim().orElseThrow());
        bench.replay(1);
        DeliveryInHand again = bench.claim().orElseThrow();
        assertThat(again.getPublication()).isEqualTo(1);
        assertThat(again.outdated()).containsExactly(1L);
        bench.publish().delivered(again);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L, RecordState.SUPERSEDED, 1L));
    }

    @Test
    void leavesAloneWhatIsNotTheNameOfASink() throws IOException {
        Path folder = Files.createDirectories(data.resolve("replay"));
        Files.createFile(folder.resolve(".events"));
        Files.createFile(folder.resolve("events.tmp"));
        Files.createDirectory(folder.resolve("events"));
        assertThat(bench.claim()).isEmpty();
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("events"));
        assertThatThrownBy(() -> new Replays.Wish(null, "../events")).isInstanceOf(IllegalArgumentException.class);
        assertThat(data.resolve("events")).doesNotExist();
    }
}
