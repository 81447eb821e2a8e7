package dev.caravan.ledger;

import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.DISCARDED;
import static dev.caravan.ledger.RecordState.HELD;
import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.PUBLISHED;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.REVIEW_REQUIRED;
import static dev.caravan.ledger.RecordState.SUBMITTED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;

import java.util.EnumSet;
import java.util.Set;

/** The one table of legal moves. */
final class LegalMoves {
    private LegalMoves() {}

    /** Errors and invalid output become completed or reviewed where a second line of the same attempt was a success. */
    static Set<RecordState> from(RecordState state) {
        return switch (state) {
            case QUEUED -> EnumSet.of(SUBMITTED, HELD, SUPERSEDED);
            case SUBMITTED ->
                EnumSet.of(COMPLETED, INVALID_OUTPUT, PROVIDER_ERROR, REVIEW_REQUIRED, QUEUED, HELD, SUPERSEDED);
            case COMPLETED -> EnumSet.of(PUBLISHED, REVIEW_REQUIRED, QUEUED, SUPERSEDED);
            case INVALID_OUTPUT -> EnumSet.of(QUEUED, REVIEW_REQUIRED, COMPLETED, SUPERSEDED);
            case PROVIDER_ERROR -> EnumSet.of(QUEUED, REVIEW_REQUIRED, HELD, COMPLETED, SUPERSEDED);
            case REVIEW_REQUIRED -> EnumSet.of(COMPLETED, DISCARDED, QUEUED, SUPERSEDED);
            case HELD -> EnumSet.of(QUEUED, DISCARDED, SUPERSEDED);
            case PUBLISHED -> EnumSet.of(SUPERSEDED);
            case DISCARDED, SUPERSEDED -> EnumSet.noneOf(RecordState.class);
        };
    }

    /**
     * Assembled to in doubt: a create that was given up has become visible. Creating to dissolved: the provider proved that it refuses the whole file. In doubt or collecting to lost: a create
     * that can't be revoked was never seen again, or what was taken for it is another's.
     */
    static Set<BatchState> from(BatchState state) {
        return switch (state) {
            case ASSEMBLING -> EnumSet.of(BatchState.ASSEMBLED, BatchState.DISSOLVED);
            case ASSEMBLED -> EnumSet.of(BatchState.CREATING, BatchState.IN_DOUBT, BatchState.DISSOLVED);
            case CREATING ->
                EnumSet.of(BatchState.SUBMITTED, BatchState.IN_DOUBT, BatchState.ASSEMBLED, BatchState.DISSOLVED);
            case IN_DOUBT ->
                EnumSet.of(BatchState.SUBMITTED, BatchState.ASSEMBLED, BatchState.DISSOLVED, BatchState.LOST);
            case SUBMITTED -> EnumSet.of(BatchState.COLLECTING, BatchState.LOST);
            case COLLECTING ->
                EnumSet.of(BatchState.COLLECTED, BatchState.ASSEMBLED, BatchState.DISSOLVED, BatchState.LOST);
            case COLLECTED, DISSOLVED, LOST -> EnumSet.noneOf(BatchState.class);
        };
    }

    /** Refused or revoked to accepted: the provider shows a batch for it after all, and its word counts. */
    static Set<TryState> from(TryState state) {
        return switch (state) {
            case OPEN -> EnumSet.of(TryState.UPLOADED, TryState.CREATING, TryState.REVOKED);
            case UPLOADED -> EnumSet.of(TryState.CREATING, TryState.REVOKED);
            case CREATING -> EnumSet.of(TryState.ACCEPTED, TryState.REFUSED, TryState.REVOKED);
            case REFUSED, REVOKED -> EnumSet.of(TryState.ACCEPTED);
            case ACCEPTED -> EnumSet.noneOf(TryState.class);
        };
    }

    /** Reading to reading: the next reader goes on where a dead one stopped. */
    static Set<DropState> from(DropState state) {
        return switch (state) {
            case ARRIVING -> EnumSet.of(DropState.RECEIVED, DropState.VOID);
            case RECEIVED -> EnumSet.of(DropState.READING);
            case READING -> EnumSet.of(DropState.READING, DropState.SEALED, DropState.FAILED);
            case SEALED, FAILED, VOID -> EnumSet.noneOf(DropState.class);
        };
    }

    /** Sending to sending: whoever sent it is dead, and nobody knows how far he came. Delivered to waiting: a replay. */
    static Set<DeliveryState> from(DeliveryState state) {
        return switch (state) {
            case WAITING, RETRY_WAIT -> EnumSet.of(DeliveryState.SENDING);
            case SENDING ->
                EnumSet.of(
                        DeliveryState.SENDING, DeliveryState.DELIVERED, DeliveryState.RETRY_WAIT, DeliveryState.DEAD);
            case DEAD, DELIVERED -> EnumSet.of(DeliveryState.WAITING);
        };
    }

    static RecordState move(RecordState from, RecordState to) {
        check("A record", from, to, from(from));
        return to;
    }

    static void move(long batchId, BatchState from, BatchState to) {
        check("Batch " + batchId, from, to, from(from));
    }

    static void move(long batchId, int tryNo, TryState from, TryState to) {
        check("Try " + tryNo + " of batch " + batchId, from, to, from(from));
    }

    static void move(long dropId, DropState from, DropState to) {
        check("Drop " + dropId, from, to, from(from));
    }

    static void move(String delivery, DeliveryState from, DeliveryState to) {
        check(delivery, from, to, from(from));
    }

    private static <S extends Enum<S>> void check(String what, S from, S to, Set<S> allowed) {
        if (!allowed.contains(to)) {
            throw new LedgerException(what + " can't move from " + from + " to " + to + "; allowed: " + allowed);
        }
    }
}
