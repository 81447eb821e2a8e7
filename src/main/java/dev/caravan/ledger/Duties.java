package dev.caravan.ledger;

/**
 * Work that one node at a time may do, though it has no row of its own to be claimed. Excludes other nodes only: the threads of
 * one process have to keep out of each other's way themselves.
 */
public interface Duties {

    /** Takes a duty that no living node has. False if another has it; true also if this one has it already. */
    boolean take(String duty);

    /** Lets others take it. Does nothing if this node does not have it. */
    void end(String duty);

    /** Whether some living node has it, this one included. */
    boolean isHeld(String duty);

    /** Does the work, if no other node does it now. */
    default <E extends Exception> void alone(String duty, Work<E> work) throws E {
        if (take(duty)) {
            try {
                work.run();
            } finally {
                end(duty);
            }
        }
    }

    /** What is to be done. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }
}
