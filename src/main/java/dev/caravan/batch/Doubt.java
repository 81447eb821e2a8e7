package dev.caravan.batch;

import dev.caravan.ledger.Batches.Try;
import dev.caravan.ledger.TryState;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch in doubt in a round of looking, and what was seen of its tries. */
final class Doubt {
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final BatchInHand batch;
    private final List<Try> tries;
    private final List<Found> found = new ArrayList<>();
    private final Set<String> goneNow = new HashSet<>();
    private final Set<String> busyNow = new HashSet<>();

    /** @param tries all tries of the batch: one that was given up or seemed refused may still appear (rule 2) */
    Doubt(BatchInHand batch, List<Try> tries) {
        this.batch = batch;
        this.tries = tries.stream().filter(Doubt::mayAppear).toList();
    }

    private static boolean mayAppear(Try t) {
        return switch (t.state()) {
            case CREATING, REFUSED, REVOKED -> true;
            case OPEN, UPLOADED, ACCEPTED -> false;
        };
    }

    BatchInHand batch() {
        return batch;
    }

    List<String> tokens() {
        return tries.stream().map(Try::token).toList();
    }

    List<String> fileIds() {
        return tries.stream().map(Try::fileId).filter(Objects::nonNull).toList();
    }

    /** Whether the batch is of this doubt. */
    boolean takes(String providerId, @Nullable String token, @Nullable String fileId) {
        for (Try t : tries) {
            if (t.token().equals(token) || (fileId != null && fileId.equals(t.fileId()))) {
                add(providerId, t.no());
                return true;
            }
        }
        return false;
    }

    /** It is one of ours after all. */
    void ours(String providerId) {
        add(providerId, tryNo());
    }

    /** A page may show again what the one before showed. */
    private void add(String providerId, int tryNo) {
        if (found.stream().noneMatch(f -> f.providerId().equals(providerId))) {
            found.add(new Found(providerId, tryNo));
        }
    }

    /** What was found, in the order of the provider's list: newest first. */
    List<Found> found() {
        return List.copyOf(found);
    }

    /** The newest try in doubt. */
    int tryNo() {
        List<Try> creating = creating();
        return creating.get(creating.size() - 1).no();
    }

    List<String> toRevoke() {
        if (!found.isEmpty()) {
            return List.of();
        }
        return tries.stream()
                .filter(t -> t.revocable() && !t.fileGone())
                .map(Try::fileId)
                .filter(Objects::nonNull)
                .filter(id -> !goneNow.contains(id) && !busyNow.contains(id))
                .toList();
    }

    void gone(String fileId) {
        goneNow.add(fileId);
    }

    void inUse(String fileId) {
        busyNow.add(fileId);
    }

    /** Tries whose input was seen to be gone in this round. */
    List<Try> goneNow() {
        return tries.stream().filter(this::wasSeenGone).toList();
    }

    /** Whether no input is left that a create may still use, in this round or before. */
    boolean allGone() {
        return creating().stream().allMatch(t -> t.fileGone() || wasSeenGone(t));
    }

    private boolean wasSeenGone(Try t) {
        return t.fileId() != null && goneNow.contains(t.fileId());
    }

    private List<Try> creating() {
        return tries.stream().filter(t -> t.state() == TryState.CREATING).toList();
    }

    /** Before every try that may appear, by the provider's own clock less a margin; 0 if it did not say. */
    long windowStart() {
        return tries.stream().mapToLong(Doubt::windowStart).min().orElse(0);
    }

    private static long windowStart(Try t) {
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
