package dev.caravan.batch;

import dev.caravan.ledger.RunningBatches.Running;
import dev.caravan.model.Credential;
import dev.caravan.provider.Download;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Search;
import dev.caravan.provider.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One look at many running batches of a credential through the list of its provider, as the routes see it. It looks for
 * nothing and proves nothing: it only remembers how those are that it was made for. {@link ListPolls} decides.
 */
public final class ListLook extends CredentialInHand implements Sweep {
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
    public List<String> tokens() {
        return List.of();
    }

    @Override
    public List<String> fileIds() {
        return List.of();
    }

    @Override
    public List<String> toRevoke() {
        return List.of();
    }

    @Override
    public List<Download> comparisons() {
        return List.of();
    }

    @Override
    public boolean isKnown(String providerId) {
        return byProviderId.containsKey(providerId);
    }

    @Override
    public boolean hasWitness() {
        return false;
    }

    @Override
    public boolean fits(long requests) {
        return false;
    }

    @Override
    public boolean isOurs(String providerId) {
        return byProviderId.containsKey(providerId);
    }

    @Override
    public void candidate(String providerId, boolean ended) {}

    @Override
    public void found(String providerId, @Nullable String token, @Nullable String fileId) {}

    @Override
    public void gone(String fileId) {}

    @Override
    public void inUse(String fileId) {}

    @Override
    public void completeNegative() {}

    /** What was seen before the list broke off is true all the same; the rest is asked about one by one. */
    @Override
    public void inconclusive(String why) {}
}
