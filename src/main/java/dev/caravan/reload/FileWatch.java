package dev.caravan.reload;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Notices when the files are others than those that were loaded, once for each edit that has come to its end. */
final class FileWatch {
    /** As long as nothing may have changed before it counts as one edit. */
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

    private final Runner runner;
    private final LongSupplier nanoTime;
    private @Nullable String seen;
    private @Nullable String told;
    private long seenAt;

    FileWatch(Runner runner, LongSupplier nanoTime) {
        this.runner = runner;
        this.nanoTime = nanoTime;
    }

    /** To be asked every second or so, by one thread. */
    boolean haveChanged() {
        Runner.Loaded loaded = runner.loaded();
        String stamp = loaded.files().stamp();
        long now = nanoTime.getAsLong();
        if (!stamp.equals(seen)) {
            seen = stamp;
            seenAt = now;
            return false;
        }
        if (now - seenAt < QUIET_NANOS || stamp.equals(loaded.stamp()) || stamp.equals(told)) {
            return false;
        }
        boolean others = !loaded.files().digests().equals(loaded.digests());
        told = stamp;
        return others;
    }
}
