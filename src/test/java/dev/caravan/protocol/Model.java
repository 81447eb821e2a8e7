package dev.caravan.protocol;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can happen, and what must never. States are immutable.
 *
 * @param <S> a state of everything: ledger, provider, network, and the memory of each process
 */
interface Model<S> {
    S start();

    /** Offers every state that may come next. */
    void next(S state, Steps<S> steps);

    /** A number for this state that no other has (64 bits, well mixed). */
    long fingerprint(S state);

    /** What is wrong in this state, for a person. */
    Optional<String> violation(S state);

    /** Whether the work is done here, or the bounds of the model let it go no further. */
    boolean settled(S state);

    /** Names the moves of ledger rows between two states. */
    void moves(S before, S after, Consumer<Move> made);

    /** Takes the next states, each with the name of the step that leads there. */
    interface Steps<S> {
        void to(String step, S next);
    }

    /** @param kind which table: BATCH, TRY, RECORD, PUBLICATION, DELIVERY */
    record Move(String kind, String from, String to) implements Comparable<Move> {
        static Move of(String kind, Enum<?> from, Enum<?> to) {
            return new Move(kind, from.name(), to.name());
        }

        @Override
        public String toString() {
            return kind + " " + from + " -> " + to;
        }

        @Override
        public int compareTo(Move other) {
            return toString().compareTo(other.toString());
        }
    }
}
