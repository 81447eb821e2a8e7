package dev.caravan.intake.zone;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketStore;
import dev.caravan.intake.Inbox;
import org.jspecify.annotations.Nullable;

/**
 * A drop zone in a bucket.
 *
 * @param prefix of its keys, empty or ending in {@code /}
 * @param moveTo prefix of what was moved away, ending in {@code /}; what lies there is never taken
 * @param task of all its objects, or empty: the first folder below the prefix names it
 */
record Zone(BucketStore store, String prefix, Glob include, After after, String moveTo, String task) {

    /** Under which the ledger knows its objects: two tasks may read the same ones. */
    String ledgerName() {
        return task.isEmpty() ? "bucket" : "bucket/" + task;
    }

    String uri(BucketObject object) {
        return store.uri(object.key());
    }

    /** The key below the prefix. */
    String path(BucketObject object) {
        return object.key().substring(prefix.length());
    }

    /** The task of an object; null if it lies in no folder and the zone has none. */
    @Nullable
    String taskOf(BucketObject object) {
        if (!task.isEmpty()) {
            return task;
        }
        int slash = path(object).indexOf('/');
        return slash < 0 ? null : path(object).substring(0, slash);
    }

    /** Whether this can be a drop: no marker of a folder, nothing that is hidden, put away or still being written. */
    boolean wants(BucketObject object) {
        String key = object.key();
        if (!key.startsWith(prefix) || key.endsWith("/") || key.startsWith(moveTo) || taskOf(object) == null) {
            return false;
        }
        for (String name : path(object).split("/")) {
            if (Inbox.isIgnored(name) && !name.equals("..") && !name.equals(".")) {
                return false;
            }
        }
        return include.matches(path(object));
    }
}
