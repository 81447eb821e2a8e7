package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes that work on this ledger, this one among them (rule 44). All are equal. What a node has claimed is its own
 * while it is not dead; what a dead one had is free, and a node that was called dead writes nothing any more: all of its
 * writes, of whatever kind, throw {@link NodeDeadException}.
 */
public interface Nodes {

    /** The number of this node: the owner in its claims. */
    int number();

    /** This node, as the ledger has it. */
    Node me();

    /** Says which spool this node works on ({@code Spool.identity}). */
    void worksOn(String spool);

    /**
     * How people call this node, and what runs there. Names need not differ.
     *
     * @param version of Caravan
     */
    void named(String name, String version);

    /**
     * Says that this node lives.
     *
     * @throws NodeDeadException if it does not, to the others, or if the ledger went back in time since the last beat
     */
    void beat();

    /** All that are not dead, by number. */
    List<Node> living();

    /**
     * Calls a node dead whose counter is still what it was when the caller began to wait; an event says so. Only one of several
     * callers has success.
     *
     * @return false if it has moved, or is dead already
     */
    boolean bury(Node unmoved);

    /** Whether this ledger knows that start: a mark in the spool which it does not know is that of another copy. */
    boolean knows(long incarnation, String token);

    /** How they call each other. */
    default Calls calls() {
        return Calls.NONE;
    }

    /** Work that one of them at a time may do. */
    Duties duties();

    /** The last word of a process that ends: what it still held is free at once. Does nothing if it can't be written. */
    void leave();

    /**
     * A start of a process.
     *
     * @param incarnation the number of its mark in the spool
     * @param token known to this start alone
     * @param spool which it works on; empty until it has said so
     * @param endedAt when it left or was called dead; null while it lives
     */
    record Node(
            int number,
            String name,
            String version,
            long incarnation,
            String token,
            String spool,
            Instant startedAt,
            long beat,
            Instant beatAt,
            @Nullable Instant endedAt) {

        /** For people: name and number. */
        public String called() {
            return "node " + number + (name.isEmpty() ? "" : " (" + name + ")");
        }
    }
}
