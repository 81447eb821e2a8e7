package dev.caravan;

import dev.caravan.ledger.EachBeat;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.spool.Room;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once when a disk has too little room, and once when it has enough again; also if that was before this start. */
final class DiskWatch implements EachBeat {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final Events events;
    private final Room room;
    private final Set<String> low = new HashSet<>();
    private boolean begun;

    DiskWatch(Events events, Room room) {
        this.events = events;
        this.room = room;
    }

    @Override
    public void look() {
        if (!begun) {
            room.folders().forEach(folder -> {
                String subject = subject(folder);
                boolean wasLow = events.of(subject, 1).stream().anyMatch(one -> one.kind() == EventKind.DISK_LOW);
                if (wasLow) {
                    low.add(subject);
                }
            });
            begun = true;
        }
        List<Room.Short> shorts = room.shorts();
        Set<String> now = new HashSet<>();
        for (Room.Short one : shorts) {
            String subject = subject(one.folder());
            now.add(subject);
            if (!low.contains(subject)) {
                String body = one + ". Nothing new is taken in, cut or downloaded until there is more; what is here is"
                        + " published and deleted by age as ever. Make room there, or set caravan.disk.min-free";
                events.raise(EventKind.DISK_LOW, subject, body);
                LOG.error(body);
                low.add(subject);
            }
        }
        for (String before : List.copyOf(low)) {
            if (!now.contains(before)) {
                events.raise(EventKind.DISK_BACK, before, "It has enough room again; everything goes on.");
                LOG.info("The {} has enough room again; everything goes on", before);
                low.remove(before);
            }
        }
    }

    private static String subject(java.nio.file.Path folder) {
        return "disk of " + folder.toAbsolutePath().normalize();
    }
}
