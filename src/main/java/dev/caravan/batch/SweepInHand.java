package dev.caravan.batch;

import dev.caravan.ledger.Batches.Try;
import dev.caravan.provider.Download;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One round of looking for a batch without a label. Only collects what was seen; {@link Sweeps} decides. */
final class SweepInHand extends SearchInHand implements Sweep {
    private final Workplace at;
    private final BatchInHand batch;
    private final ResultLines lines;
    private final Set<String> foreign;
    private final List<Try> tries;
    private final Map<String, Boolean> candidates = new LinkedHashMap<>();

    /** @param foreign candidates that were seen to be another's, in this round or before */
    SweepInHand(
            Workplace at,
            BatchInHand batch,
            ResultLines lines,
            Set<String> foreign,
            List<Try> tries,
            Optional<String> witness,
            Recoveries.Moment begun) {
        super(tries, witness, begun);
        this.at = at;
        this.batch = batch;
        this.lines = lines;
        this.foreign = foreign;
        this.tries = tries;
    }

    /** From the first try on: one that was given up may still appear. */
    @Override
    public long windowStart() {
        return tries.stream()
                .filter(t -> !t.revocable())
                .mapToLong(SearchInHand::windowStart)
                .min()
                .orElse(0);
    }

    @Override
    public int requests() {
        return batch.batch().members().size();
    }

    @Override
    public boolean isOurs(String providerId) {
        return at.ledger().doubts().isOurs(batch.getCredential(), providerId);
    }

    @Override
    public void candidate(String providerId, boolean ended) {
        if (!foreign.contains(providerId)) {
            candidates.put(providerId, ended);
        }
    }

    @Override
    public List<String> toRevoke() {
        return List.of();
    }

    @Override
    public List<Download> comparisons() {
        var rows = new FirstRows(
                new MemberIds(at.ledger(), batch.getId()), batch.batch().members(), lines);
        List<Download> wanted = new ArrayList<>();
        candidates.forEach((id, ended) -> {
            if (ended) {
                wanted.add(new Comparison(id, rows, verdict -> compared(id, verdict)));
            }
        });
        return wanted;
    }

    /** Candidates of which nobody knows yet whose they are, newest first. */
    List<String> open() {
        return List.copyOf(candidates.keySet());
    }

    private void compared(String id, FirstRows.Verdict verdict) {
        switch (verdict) {
            case OURS -> {
                candidates.remove(id);
                ours(id);
            }
            case FOREIGN -> {
                candidates.remove(id);
                foreign.add(id);
            }
            case UNREADABLE -> {}
        }
    }
}
