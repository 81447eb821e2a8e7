package dev.caravan.batch;

import dev.caravan.provider.Download;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One round of looking for a batch whose create can't be revoked. Only collects what was seen; {@link Sweeps} decides. */
final class SweepInHand extends SearchInHand implements Sweep {
    private final Workplace at;
    private final Doubt doubt;
    private final ResultLines lines;
    private final Set<String> foreign;
    private final Map<String, Boolean> candidates = new LinkedHashMap<>();

    /** @param foreign candidates that were seen to be another's, in this round or before */
    SweepInHand(
            Workplace at,
            Doubt doubt,
            ResultLines lines,
            Set<String> foreign,
            Set<String> witnesses,
            Recoveries.Moment begun) {
        super(List.of(doubt), witnesses, begun);
        this.at = at;
        this.doubt = doubt;
        this.lines = lines;
        this.foreign = foreign;
    }

    @Override
    public boolean fits(long requests) {
        return requests == doubt.batch().batch().lines();
    }

    @Override
    public boolean isOurs(String providerId) {
        return at.ledger().doubts().isOurs(doubt.batch().getCredential(), providerId);
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
        BatchInHand batch = doubt.batch();
        var rows = FirstRows.of(
                new MemberIds(at.ledger(), batch.getId()), batch.batch().members(), lines);
        List<Download> wanted = new ArrayList<>();
        candidates.forEach((id, ended) -> {
            if (ended) {
                wanted.add(new Comparison(id, rows, verdict -> compared(id, verdict)));
            }
        });
        return wanted;
    }

    Doubt doubt() {
        return doubt;
    }

    /** Candidates of which nobody knows yet whose they are, newest first. */
    List<String> open() {
        return List.copyOf(candidates.keySet());
    }

    private void compared(String id, FirstRows.Verdict verdict) {
        switch (verdict) {
            case OURS -> {
                candidates.remove(id);
                doubt.ours(id);
            }
            case FOREIGN -> {
                candidates.remove(id);
                foreign.add(id);
            }
            case UNREADABLE -> {}
        }
    }
}
