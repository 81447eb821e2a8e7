package dev.caravan.batch;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the last whole list of each credential held of ours: a new process knows nothing until it has looked. */
final class SeenLists {
    private final Map<String, Whole> lists = new ConcurrentHashMap<>();

    /** @param since how far back the list was read for certain */
    void whole(String credential, Instant since, Set<String> ours) {
        lists.put(credential, new Whole(since, Set.copyOf(ours)));
    }

    /** Whether a whole list that reaches back to before the batch does not have it. */
    boolean misses(BatchInHand batch) {
        Whole last = lists.get(batch.getCredential());
        Instant submitted = batch.batch().submittedAt();
        return last != null
                && submitted != null
                && last.since().isBefore(submitted)
                && !last.ours().contains(batch.getProviderId());
    }

    private record Whole(Instant since, Set<String> ours) {}
}
