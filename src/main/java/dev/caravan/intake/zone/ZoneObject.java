package dev.caravan.intake.zone;

import dev.caravan.bucket.BucketObject;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import org.jspecify.annotations.Nullable;

/** An object with which something is to be done. Routes know its task, and whether it has been read. */
public final class ZoneObject {
    private final Zone zone;
    private final BucketObject object;
    private final Drops.@Nullable Seen seen;

    ZoneObject(Zone zone, BucketObject object, Drops.@Nullable Seen seen) {
        this.zone = zone;
        this.object = object;
        this.seen = seen;
    }

    public String getTask() {
        return String.valueOf(zone.taskOf(object));
    }

    /** Whether its drop has ended, so that it is to be put away. */
    public boolean isRead() {
        return seen != null;
    }

    Zone zone() {
        return zone;
    }

    BucketObject object() {
        return object;
    }

    String uri() {
        return zone.uri(object);
    }

    /** Of its drop; 0 if it has none. */
    long dropId() {
        return seen == null ? 0 : seen.dropId();
    }

    /** Whether its drop could not be read. */
    boolean hasFailed() {
        return seen != null && seen.state() == DropState.FAILED;
    }

    /** URI and version. */
    @Override
    public String toString() {
        return uri() + " (" + object.version() + ")";
    }
}
