package dev.caravan.ledger;

/** Why a single record is on the list. The codes are stored and never renumbered. */
enum TodoKind {
    /** Queued again; the next batch takes it. */
    QUEUED(1),
    /** A provider error that goes again when due. */
    RETRY(2),
    /** Invalid output that waits for another recipe. */
    INVALID(3),
    /** Waits for a person. */
    REVIEW(4),
    /** Completed outside a batch's collection; the next publication takes it. */
    PUBLISH(5),
    /** Held with a reason. */
    HELD(6),
    /** A provider error that does not go again by itself. */
    FAILED(7);

    private final int code;

    TodoKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
