package dev.caravan.ledger;

/** The state of a delivery to one sink. The codes are stored and never renumbered. */
public enum DeliveryState {
    WAITING(1),
    /** Counted before it happens; one left by an earlier process is sent again. */
    SENDING(2),
    RETRY_WAIT(3),
    DELIVERED(4),
    /** Given up: later ones overtake it. Due once more after a while, or until somebody replays it. */
    DEAD(5);

    private final int code;

    DeliveryState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
