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

    static Set<BatchState> from(BatchState state) {
        return switch (state) {
            case ASSEMBLING -> EnumSet.of(BatchState.ASSEMBLED, BatchState.DISSOLVED);
            case ASSEMBLED -> EnumSet.of(BatchState.CREATING, BatchState.DISSOLVED);
            case CREATING ->
                EnumSet.of(BatchState.SUBMITTED, BatchState.IN_DOUBT, BatchState.ASSEMBLED, BatchState.DISSOLVED);
            case IN_DOUBT -> EnumSet.of(BatchState.SUBMITTED, BatchState.ASSEMBLED, BatchState.DISSOLVED);
            case SUBMITTED -> EnumSet.of(BatchState.COLLECTING, BatchState.LOST);
            case COLLECTING -> EnumSet.of(BatchState.COLLECTED, BatchState.ASSEMBLED, BatchState.DISSOLVED);
            case COLLECTED, DISSOLVED, LOST -> EnumSet.noneOf(BatchState.class);
        };
    }

    static RecordState move(RecordState from, RecordState to) {
        if (!from(from).contains(to)) {
            throw new LedgerException("A record can't move from " + from + " to " + to + "; allowed: " + from(from));
        }
        return to;
    }

    static RecordState recordState(int code) {
        for (RecordState state : RecordState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new LedgerException("The ledger holds an unknown record state: " + code);
    }

    static BatchState batchState(int code) {
        for (BatchState state : BatchState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new LedgerException("The ledger holds an unknown batch state: " + code);
    }

    static TryState tryState(int code) {
        for (TryState state : TryState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new LedgerException("The ledger holds an unknown try state: " + code);
    }

    static DropState dropState(int code) {
        for (DropState state : DropState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new LedgerException("The ledger holds an unknown drop state: " + code);
    }
}
