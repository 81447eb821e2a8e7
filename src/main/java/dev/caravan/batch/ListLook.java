package dev.caravan.batch;

import dev.caravan.ledger.RunningBatches.Running;
import dev.caravan.model.Credential;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Listing;
import dev.caravan.provider.Search;
import dev.caravan.provider.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One look at many running batches of a credential through the list of its provider, as the routes see it: it remembers how
 * those are that it was made for; all others are asked about one by one. {@link ListPolls} decides.
 */
public final class ListLook extends CredentialInHand implements Listing {
    private final List<Running> batches;
    private final Map<String, Running> byProviderId;
    private final Map<Long, JobStatus> seen = new HashMap<>();

    ListLook(Credential credential, List<Running> batches) {
        super(credential);
        this.batches = batches;
        this.byProviderId = batches.stream()
                .collect(Collectors.toMap(Running::providerId, Function.identity(), (one, other) -> one));
    }

    public Search getSearch() {
        return this;
    }

    public Sweep getSweep() {
        return this;
    }

    @Override
    public void listed(JobStatus status) {
        Running batch = byProviderId.get(status.providerId());
        if (batch != null) {
            seen.put(batch.id(), status);
        }
    }

    List<Running> batches() {
        return batches;
    }

    /** How the list shows it; null if it does not. */
    @Nullable
    JobStatus seen(Running batch) {
        return seen.get(batch.id());
    }

    /** Nothing created before the oldest of them is of interest. Some providers round to seconds, and clocks differ. */
    @Override
    public long windowStart() {
        return batches.stream()
                        .mapToLong(batch -> batch.submittedAt().getEpochSecond())
                        .min()
                        .orElse(Long.MAX_VALUE)
                - ListPolls.CLOCKS.toSeconds();
    }

    @Override
    public boolean isKnown(String providerId) {
        return byProviderId.containsKey(providerId);
    }
}
