package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.Room;
import dev.caravan.spool.SpoolTestAccess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {
    @TempDir
    Path folder;

    @Test
    void tellsOnceThatADiskIsLowAndOnceThatItIsBackAlsoAfterARestart() {
        AtomicLong free = new AtomicLong(1 << 20);
        AtomicLong nanos = new AtomicLong();
        Room room = SpoolTestAccess.room(folder, () -> nanos.addAndGet(2_000_000_000), free::get);
        try (Ledger ledger =
                SqliteLedger.open(EmptyLedger.at(folder.resolve("ledger").resolve("caravan.db")), Clock.systemUTC())) {
            new DiskWatch(ledger.events(), room).look();
            DiskWatch again = new DiskWatch(ledger.events(), room);
            again.look();
            again.look();
            assertThat(told(ledger)).containsExactly(EventKind.DISK_LOW);
            assertThat(stuck()).containsExactly("disk of " + folder);
            free.set(2_000_000_000);
            DiskWatch restarted = new DiskWatch(ledger.events(), room);
            restarted.look();
            restarted.look();
            assertThat(told(ledger)).containsExactly(EventKind.DISK_BACK, EventKind.DISK_LOW);
            assertThat(stuck()).isEmpty();
        }
    }

    private List<EventKind> told(Ledger ledger) {
        return ledger.events().of("disk of " + folder, 9).stream()
                .map(Events.Event::kind)
                .toList();
    }

    /** What {@code status} says. */
    private List<String> stuck() {
        try (LedgerReader reader = LedgerReader.open(folder)) {
            return reader.overview().stuck(null, Clock.systemUTC().instant()).stream()
                    .map(one -> one.what())
                    .toList();
        }
    }
}
