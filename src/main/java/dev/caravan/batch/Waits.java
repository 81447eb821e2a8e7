package dev.caravan.batch;

import dev.caravan.batch.Recoveries.Moment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Since when doubts wait, in this process (protocol rule 10). A doubt is known by its batch and its last create: what a
 * former doubt of the same batch had waited is nothing to it, however that one ended.
 */
final class Waits {
    private final Map<Long, Begun> begun = new ConcurrentHashMap<>();

    /** Null if this doubt does not wait yet. */
    @Nullable
    Moment since(Doubt doubt) {
        Begun known = begun.get(doubt.batch().getId());
        return known == null || known.tryNo() != doubt.tryNo() ? null : known.at();
    }

    /** Begins the wait, unless it has begun. */
    void begin(Doubt doubt, Moment now) {
        if (since(doubt) == null) {
            begun.put(doubt.batch().getId(), new Begun(doubt.tryNo(), now));
        }
    }

    void end(long batchId) {
        begun.remove(batchId);
    }

    private record Begun(int tryNo, Moment at) {}
}
