package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of this machine jumps, again and again, while records are at every step; the providers' clock goes on. */
class ClockTest {
    private static final int ROWS = 30;
    private static final List<Duration> JUMPS = List.of(
            Duration.ofDays(1),
            Duration.ofDays(-1),
            Duration.ofDays(365),
            Duration.ofDays(-365),
            Duration.ofHours(1),
            Duration.ofHours(-1));

    @TempDir
    Path folder;

    /** The time of day, and something else now and then. */
    private static final class Jumping extends Clock {
        private volatile Duration off = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Rule 44: nothing is cancelled, moved, purged, given up or paid for again by it, and all goes on when it is right. */
    @Test
    void aClockThatJumpsByDaysAndYearsChangesNothing() throws Exception {
        Jumping clock = new Jumping();
        try (Whole caravan = new Whole(folder).with(Clock.class, right -> clock)) {
            Path task = folder.resolve("config/tasks/" + Whole.TASK + "/task.yaml");
            Files.writeString(
                    task,
                    Files.readString(task)
                            + "deadline: 12h\non-deadline: cancel\nretention: {payloads: 400d, audit: 800d}\n");
            caravan.start("--caravan.retention.every-ms=100", "--caravan.sweep.every-ms=500");
            for (int i = 0; i < 2 * JUMPS.size(); i++) {
                long read = (i + 1L) * ROWS;
                caravan.drop("jump" + i, ROWS);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> caravan.total().read() == read);
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                clock.off = JUMPS.get(i % JUMPS.size());
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            }
            clock.off = Duration.ZERO;
            int records = 2 * JUMPS.size() * ROWS;
            caravan.published(records);
            caravan.allIsWell(records);
            assertThat(caravan.total().in(RecordState.HELD)).isZero();
            assertThat(caravan.ledger().events().counts())
                    .doesNotContainKeys(
                            EventKind.CANCEL_REQUESTED,
                            EventKind.PURGED,
                            EventKind.RESULTS_GONE,
                            EventKind.TWIN,
                            EventKind.OVERSPEND,
                            EventKind.NOT_CONSERVED);
            try (var drops = Files.list(caravan.data().resolve("spool/drops"))) {
                assertThat(drops.filter(drop -> Files.exists(drop.resolve("source.jsonl"))))
                        .as("payloads that are still there")
                        .hasSize(2 * JUMPS.size());
            }
        }
    }

    /** Times are instants: where the machine is, and when its summer ends, is in no decision. */
    @Test
    void noCodeAsksForTheTimeZoneOfThisMachine() throws Exception {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain(
                                "ZoneId.systemDefault", "systemDefaultZone", "LocalDateTime.now", "LocalDate.now()");
            }
        }
    }
}
