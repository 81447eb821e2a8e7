package dev.caravan.batch;

import dev.caravan.ledger.Pauses.Pause;

/** Nothing is sent now, because somebody paused what it belongs to. */
final class PausedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PausedException(Pause pause) {
        super(pause.what() + " is paused by " + pause.actor());
    }
}
