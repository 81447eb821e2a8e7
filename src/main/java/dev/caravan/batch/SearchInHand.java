package dev.caravan.batch;

import dev.caravan.ledger.Batches.Try;
import dev.caravan.ledger.TryState;
import dev.caravan.provider.Search;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One round of looking for a batch in doubt. Only collects what was seen; {@link Recoveries} decides. */
class SearchInHand implements Search {
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final List<Try> tries;
    private final Optional<String> witness;
    private final Recoveries.Moment begun;
    private final Set<String> goneNow = new LinkedHashSet<>();
    private final Set<String> busyNow = new LinkedHashSet<>();
    private final List<Found> found = new ArrayList<>();
    private boolean witnessSeen;
    private boolean whole;
    private @Nullable String unclear;

    SearchInHand(List<Try> tries, Optional<String> witness, Recoveries.Moment begun) {
        this.begun = begun;
        this.tries = tries.stream().filter(t -> t.state() == TryState.CREATING).toList();
        this.witness = witness;
    }

    @Override
    public List<String> tokens() {
        return tries.stream().map(Try::token).toList();
    }

    @Override
    public List<String> fileIds() {
        return tries.stream()
                .map(Try::fileId)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    @Override
    public List<String> toRevoke() {
        if (!whole || !found.isEmpty()) {
            return List.of();
        }
        return tries.stream()
                .filter(t -> !t.fileGone() && t.fileId() != null)
                .map(Try::fileId)
                .filter(id -> !goneNow.contains(id) && !busyNow.contains(id))
                .toList();
    }

    @Override
    public boolean isKnown(String providerId) {
        boolean known = witness.isPresent() && witness.get().equals(providerId);
        witnessSeen |= known;
        return known;
    }

    @Override
    public boolean hasWitness() {
        return witness.isPresent();
    }

    @Override
    public long windowStart() {
        return tries.stream().mapToLong(SearchInHand::windowStart).min().orElse(0);
    }

    @Override
    public void found(String providerId, @Nullable String token, @Nullable String fileId) {
        for (Try t : tries) {
            if (t.token().equals(token) || (fileId != null && fileId.equals(t.fileId()))) {
                found.add(new Found(providerId, t.no()));
                return;
            }
        }
    }

    @Override
    public void gone(String fileId) {
        goneNow.add(fileId);
    }

    @Override
    public void inUse(String fileId) {
        busyNow.add(fileId);
    }

    @Override
    public void completeNegative() {
        if (witness.isPresent() && !witnessSeen) {
            inconclusive("the list does not show the older batch " + witness.get() + ", so it may hide ours too");
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

    /** What was found, in the order of the provider's list: newest first. */
    List<Found> found() {
        return List.copyOf(found);
    }

    /** Whether the list was whole and showed nothing of ours. */
    boolean negative() {
        return whole && found.isEmpty() && unclear == null;
    }

    /** The newest try in doubt. */
    final int tryNo() {
        return tries.get(tries.size() - 1).no();
    }

    /** It is one of ours after all. */
    final void ours(String providerId) {
        found.add(new Found(providerId, tryNo()));
    }

    String unclear() {
        return unclear == null ? "the search did not come to an end" : unclear;
    }

    /** Tries whose input was seen to be gone in this round. */
    List<Try> goneNow() {
        return tries.stream()
                .filter(t -> t.fileId() != null && goneNow.contains(t.fileId()))
                .toList();
    }

    /** Whether every input is gone, in this round or before. */
    boolean allGone() {
        return tries.stream().allMatch(t -> t.fileGone() || (t.fileId() != null && goneNow.contains(t.fileId())));
    }

    /** By the provider's own clock, less a margin; 0 if it did not say. */
    static long windowStart(Try t) {
        if (t.providerTime() == null) {
            return 0;
        }
        try {
            return ZonedDateTime.parse(t.providerTime(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .minus(MARGIN)
                    .toEpochSecond();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    record Found(String providerId, int tryNo) {}
}
