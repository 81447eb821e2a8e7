package dev.caravan.protocol;

import dev.caravan.ledger.RecordState;
import dev.caravan.protocol.CollectModel.Fault;
import java.util.Set;

/** What policy, people and new revisions do with a record that rests (protocol.md, section 3). */
record DecideSteps(int attempts, Set<Fault> faults) {

    void next(Harvesting s, Model.Steps<Harvesting> steps) {
        revision(s, steps);
        boolean early = faults.contains(Fault.RETRY_BEFORE_COLLECTED) && s.record() == RecordState.PROVIDER_ERROR;
        if (s.restsInFinalBatch() || early) {
            decisions(s, steps);
        }
    }

    /** Rule 34: while it is submitted it finishes, and is superseded then. */
    private static void revision(Harvesting s, Model.Steps<Harvesting> steps) {
        switch (s.record()) {
            case QUEUED, COMPLETED, INVALID_OUTPUT, PROVIDER_ERROR, REVIEW_REQUIRED, HELD ->
                steps.to("new revision", s.record(RecordState.SUPERSEDED));
            case SUBMITTED -> steps.to("new revision", s.stales());
            default -> {}
        }
    }

    private void decisions(Harvesting s, Model.Steps<Harvesting> steps) {
        switch (s.record()) {
            case QUEUED -> steps.to("held", s.record(RecordState.HELD));
            case COMPLETED -> {
                again("new recipe", s, steps);
                steps.to("person: look at it", s.record(RecordState.REVIEW_REQUIRED));
            }
            case INVALID_OUTPUT -> {
                again("new recipe", s, steps);
                steps.to("person: look at it", s.record(RecordState.REVIEW_REQUIRED));
            }
            case PROVIDER_ERROR -> {
                again("retry", s, steps);
                steps.to("cap reached", s.record(RecordState.REVIEW_REQUIRED));
                steps.to("person: hold", s.record(RecordState.HELD));
            }
            case REVIEW_REQUIRED -> {
                again("person: again", s, steps);
                steps.to("person: accept", s.record(RecordState.COMPLETED));
                steps.to("person: discard", s.record(RecordState.DISCARDED));
            }
            case HELD -> {
                again("release", s, steps);
                steps.to("person: discard", s.record(RecordState.DISCARDED));
            }
            default -> {}
        }
    }

    private void again(String step, Harvesting s, Model.Steps<Harvesting> steps) {
        if (s.batches().size() < attempts) {
            steps.to(step, s.record(RecordState.QUEUED));
        }
    }
}
