package dev.caravan.protocol;

import dev.caravan.ledger.BatchState;
import dev.caravan.protocol.Design.Fault;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A write of the ledger under a claim (rule 3): zero rows means stop, and no further call outside. */
final class Fenced {
    private Fenced() {}

    /** @param from the states of the batch in which this step is possible at all */
    static void write(
            Design design,
            Submission s,
            int n,
            String step,
            Set<BatchState> from,
            Model.Steps<Submission> steps,
            UnaryOperator<Submission> change) {
        boolean holds = s.owner() == n || design.has(Fault.NO_FENCE);
        if (holds && from.contains(s.batch())) {
            steps.to(step, change.apply(s));
        } else {
            steps.to("stale: " + step, s.worker(n, s.worker(n).idle()));
        }
    }

    /** Gives the claim back and keeps the doubt; looks again later. */
    static void release(Design design, Submission s, int n, String step, Model.Steps<Submission> steps) {
        write(
                design,
                s,
                n,
                step,
                Set.of(BatchState.IN_DOUBT),
                steps,
                t -> t.owner(0).worker(n, s.worker(n).idle()));
    }
}
