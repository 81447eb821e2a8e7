package dev.caravan.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why something is not further.
 *
 * @param text for a person: what it waits for, and with which names and numbers
 * @param until when that is over, or is looked at again; null if no time is known
 * @param act what a person can do about it; empty if nothing, or nothing is needed
 */
public record Reason(Why why, String text, @Nullable Instant until, String act) {

    /** The words are what programs read, in lower case. */
    public enum Why {
        /** Its drop is being taken or read. */
        READING,
        /** More records may come that share its batch. */
        WINDOW,
        /** The provider takes no batch of so few. */
        TOO_FEW,
        /** The first records with a new recipe are out. */
        CANARY,
        /** It is cut, or sent, as soon as a node comes to it. */
        TURN,
        /** Somebody paused it. */
        PAUSED,
        /** Its credential is left alone, or can't be used. */
        CREDENTIAL,
        /** Its account takes no more at once. */
        QUOTA,
        /** Its task has spent what it may. */
        BUDGET,
        /** The last try to send it came to nothing. */
        BACKOFF,
        /** Nobody knows whether its provider has it. */
        DOUBT,
        /** Its provider has it. */
        PROVIDER,
        /** Its results are brought home. */
        RESULTS,
        /** A node has it in hand. */
        NODE,
        /** It goes again after a failure. */
        RETRY,
        /** A person is to look at it. */
        REVIEW,
        /** Its drop's gate is closed. */
        GATE,
        /** It goes to the sinks. */
        SINKS,
        /** Its answer breaks a rule. */
        INVALID,
        /** It is held. */
        HELD,
        /** It is cancelled. */
        CANCELLED,
        /** The configuration no longer has its task, or its credential. */
        GONE,
        /** When it counts as late. */
        DEADLINE
    }
}
