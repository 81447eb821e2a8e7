package dev.caravan.ledger;

/** What the stored numbers and words mean. */
final class Codes {
    /** Code of a record that is held because somebody cancelled it. */
    static final String CANCELLED = "cancelled";

    static final String HELD = "held";

    /** Code of an attempt that ended because its batch was too late. */
    static final String LATE = "deadline_passed";

    /** Code of a record whose sinks can't be told: a condition of {@code publish.to} can't be decided for it. */
    static final String UNMATCHED = "publish.unmatched";

    /** Code of a record that a person looks at because it is in the sample. */
    static final String SAMPLE = "review.sample";

    private Codes() {}

    static RecordState recordState(int code) {
        for (RecordState state : RecordState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw unknown("record", code);
    }

    static BatchState batchState(int code) {
        for (BatchState state : BatchState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw unknown("batch", code);
    }

    static TryState tryState(int code) {
        for (TryState state : TryState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw unknown("try", code);
    }

    static TwinState twinState(int code) {
        for (TwinState state : TwinState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw unknown("twin", code);
    }

    static DropState dropState(int code) {
        for (DropState state : DropState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw unknown("drop", code);
    }

    static DeliveryState deliveryState(int code) {
        for (DeliveryState state : DeliveryState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw unknown("delivery", code);
    }

    /** Of any kind: nodes of a newer version beside this one write what has no word here, and nothing is decided by it. */
    static EventKind eventKind(int code) {
        for (EventKind kind : EventKind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        return EventKind.OF_A_NEWER_CARAVAN;
    }

    private static LedgerException unknown(String what, int code) {
        return new LedgerException("The ledger holds an unknown " + what + " state: " + code
                + ". It was written by a newer version of Caravan, or is damaged");
    }
}
