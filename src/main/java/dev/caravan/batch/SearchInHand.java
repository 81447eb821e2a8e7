package dev.caravan.batch;

import dev.caravan.provider.Search;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One round of looking for batches in doubt of one credential (rule 8: one look serves them all). Only collects what was
 * seen; {@link Recoveries} decides.
 */
class SearchInHand implements Search {
    private final List<Doubt> doubts;
    private final Set<String> witnesses;
    private final Recoveries.Moment begun;
    private boolean witnessSeen;
    private boolean whole;
    private @Nullable String unclear;

    /** @param witnesses batches of the credential that are older than all in doubt; the list must show one of them */
    SearchInHand(List<Doubt> doubts, Set<String> witnesses, Recoveries.Moment begun) {
        this.begun = begun;
        this.doubts = List.copyOf(doubts);
        this.witnesses = Set.copyOf(witnesses);
    }

    @Override
    public List<String> tokens() {
        return all(Doubt::tokens);
    }

    @Override
    public List<String> fileIds() {
        return all(Doubt::fileIds);
    }

    @Override
    public List<String> toRevoke() {
        return whole ? all(Doubt::toRevoke) : List.of();
    }

    @Override
    public boolean isKnown(String providerId) {
        boolean known = witnesses.contains(providerId);
        witnessSeen |= known;
        return known;
    }

    @Override
    public boolean hasWitness() {
        return !witnesses.isEmpty();
    }

    @Override
    public long windowStart() {
        return doubts.stream().mapToLong(Doubt::windowStart).min().orElse(0);
    }

    @Override
    public void found(String providerId, @Nullable String token, @Nullable String fileId) {
        for (Doubt doubt : doubts) {
            if (doubt.takes(providerId, token, fileId)) {
                return;
            }
        }
    }

    @Override
    public void gone(String fileId) {
        doubts.forEach(doubt -> doubt.gone(fileId));
    }

    @Override
    public void inUse(String fileId) {
        doubts.forEach(doubt -> doubt.inUse(fileId));
    }

    @Override
    public void completeNegative() {
        if (!witnesses.isEmpty() && !witnessSeen) {
            inconclusive("the list shows none of the older batches " + witnesses + ", so it may hide ours too");
        } else {
            whole = true;
        }
    }

    @Override
    public void inconclusive(String why) {
        unclear = why;
    }

    Recoveries.Moment begun() {
        return begun;
    }

    List<Doubt> doubts() {
        return doubts;
    }

    /** Whether the list was whole: what it did not show is not there. */
    boolean negative() {
        return whole && unclear == null;
    }

    String unclear() {
        return unclear == null ? "the search did not come to an end" : unclear;
    }

    private List<String> all(Function<Doubt, List<String>> part) {
        return doubts.stream().map(part).flatMap(List::stream).toList();
    }
}
