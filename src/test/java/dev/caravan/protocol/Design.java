package dev.caravan.protocol;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * How submit and recover are built, and in which world. Ticks are units of time; pauses and delays are without bound
 * where a bound is {@link #NEVER}.
 *
 * @param revocable class A of the protocol: the create names an input that can be deleted; else class C
 * @param honoured X: how long the provider still honours a deleted input
 * @param hidden V: how long an accepted batch stays invisible
 * @param grace G or W: the wait before the last look
 * @param pause longest pause between gate and last chunk
 * @param delay longest time a request is on its way
 * @param tries most tries of the batch
 * @param without what is left out, to see that it is needed
 * @param scope what the model looks at
 */
record Design(
        boolean revocable,
        int honoured,
        int hidden,
        int grace,
        int pause,
        int delay,
        int tries,
        Set<Fault> without,
        Set<Scope> scope) {
    static final int NEVER = -1;

    /** A mistake that the protocol forbids. */
    enum Fault {
        /** Rule 3: writes look at the state, not at the fence. */
        NO_FENCE,
        /** Rule 1: the create is sent without saying so before. */
        NO_CREATING_ROW,
        /** Step R2: the inputs stay. */
        NO_DELETION,
        /** Step R3: the last look at once. */
        NO_WAIT,
        /** Step R3: the wait is judged when the look ends, not when it began. */
        WAIT_JUDGED_LATE,
        /** Step R3: a process that waited for one doubt takes it for the next one of the same batch. */
        WAIT_OF_ANOTHER_DOUBT,
        /** Rule 5: the HTTP client sends the create again by itself. */
        REPEATED_CREATE,
        /** Rule 6: a 503 is taken for a refusal. */
        ANY_ERROR_IS_A_REFUSAL,
        /** Rule 7: a list that does not show everything permits a create. */
        INCONCLUSIVE_IS_NEGATIVE,
        /** Class C, step 2: the last chunk goes without a look at the fence. */
        NO_GATE
    }

    /** What the model leaves alone, to look at one thing. */
    enum Scope {
        /** Late requests count as paid twice in class C too. */
        STRICT,
        /** Nobody cancels, and no refusal is for good: the harm that is left is a second payment. */
        NO_CANCEL
    }

    static final Design CLASS_A = new Design(true, 1, 1, 3, NEVER, NEVER, 2, Set.of(), Set.of());
    static final Design CLASS_C = new Design(false, 0, 1, 2, NEVER, NEVER, 2, Set.of(), Set.of());
    static final Design CLASS_C_BOUNDED = new Design(false, 0, 1, 4, 1, 1, 2, Set.of(), Set.of());

    Design without(Fault... faults) {
        return new Design(
                revocable, honoured, hidden, grace, pause, delay, tries, EnumSet.copyOf(Arrays.asList(faults)), scope);
    }

    Design waits(int ticks) {
        return new Design(revocable, honoured, hidden, ticks, pause, delay, tries, without, scope);
    }

    Design strict() {
        return new Design(revocable, honoured, hidden, grace, pause, delay, tries, without, EnumSet.of(Scope.STRICT));
    }

    Design withoutCancel() {
        return new Design(
                revocable, honoured, hidden, grace, pause, delay, tries, without, EnumSet.of(Scope.NO_CANCEL));
    }

    /** X and V are nothing: fewer states, the same moves. */
    Design inNoTime() {
        return new Design(revocable, 0, 0, 1, pause, delay, tries, without, scope);
    }

    Design tries(int most) {
        return new Design(revocable, honoured, hidden, grace, pause, delay, most, without, scope);
    }

    boolean has(Fault fault) {
        return without.contains(fault);
    }

    boolean bounded() {
        return pause != NEVER;
    }

    int waitTicks() {
        return has(Fault.NO_WAIT) ? 0 : grace;
    }
}
