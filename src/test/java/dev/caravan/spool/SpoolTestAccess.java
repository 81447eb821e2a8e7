package dev.caravan.spool;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** What tests of other packages need of this one. */
public final class SpoolTestAccess {
    private SpoolTestAccess() {}

    /** A disk of 100 GB, of which so many bytes are free. */
    public static Room room(Path folder, LongSupplier nanoTime, LongSupplier free) {
        return new Room(
                List.of(folder), MinFree.USUAL, nanoTime, any -> new Room.Disk(100_000_000_000L, free.getAsLong()));
    }

    /** That takes in nothing new while its disks have too little room. */
    public static Spool within(Spool spool, Path folder, Room room) {
        return new TellingSpool(spool, "in " + folder, folder, room);
    }

    /** What the application puts around every spool. */
    public static Spool telling(Spool spool, Path folder) {
        return new TellingSpool(spool, "in " + folder, folder, new Room(List.of(), MinFree.USUAL, System::nanoTime));
    }
}
