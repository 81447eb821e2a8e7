package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.RecordState;
import java.util.Locale;

/**
 * A state as pages show it.
 *
 * @param word what it is; @param tone class of the style: good, bad, warn, run, rest, or nothing
 */
record Badge(String word, String tone) {

    /** As addresses have it. */
    static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Badge of(DropState state) {
        return new Badge(
                Figures.words(state),
                switch (state) {
                    case ARRIVING, RECEIVED, READING -> "run";
                    case SEALED -> "good";
                    case FAILED -> "bad";
                    case VOID -> "rest";
                });
    }

    static Badge of(BatchState state) {
        return new Badge(
                Figures.words(state),
                switch (state) {
                    case ASSEMBLING, ASSEMBLED -> "";
                    case CREATING, SUBMITTED, COLLECTING -> "run";
                    case IN_DOUBT -> "warn";
                    case COLLECTED -> "good";
                    case DISSOLVED -> "rest";
                    case LOST -> "bad";
                });
    }

    static Badge of(RecordState state) {
        return new Badge(
                Figures.words(state),
                switch (state) {
                    case QUEUED -> "";
                    case SUBMITTED -> "run";
                    case COMPLETED, PUBLISHED -> "good";
                    case INVALID_OUTPUT, PROVIDER_ERROR -> "bad";
                    case REVIEW_REQUIRED, HELD -> "warn";
                    case DISCARDED, SUPERSEDED -> "rest";
                });
    }
}
