package dev.caravan.protocol;

import dev.caravan.ledger.BatchState;
import dev.caravan.protocol.Design.Fault;
import dev.caravan.protocol.Submission.At;
import dev.caravan.protocol.Submission.Create;
import dev.caravan.protocol.Submission.Wire;
import dev.caravan.protocol.Submission.Worker;

/** What no process of ours decides: when a request arrives, whether it is accepted, and that time passes. */
record Network(Design design) {

    void next(Submission s, Model.Steps<Submission> steps) {
        for (int no = 1; no <= s.tries().size(); no++) {
            Create one = s.attempt(no);
            if (one.wire() == Wire.FLYING) {
                steps.to("request " + no + " is lost", s.attempt(no, one.wire(Wire.OVER)));
                if (!design.bounded() || one.sent() <= design.delay()) {
                    arrives(s, no, one, steps);
                }
            }
        }
        tick(s, steps);
    }

    private void arrives(Submission s, int no, Create one, Model.Steps<Submission> steps) {
        steps.to("request " + no + " is refused", s.attempt(no, one.wire(Wire.REFUSED)));
        if (!design.revocable() || isHonoured(one)) {
            boolean late = s.batch() != BatchState.CREATING || no < s.tries().size();
            Create accepted = one.wire(Wire.ACCEPTED).job(late);
            steps.to("request " + no + " is accepted", s.attempt(no, accepted));
            if (design.has(Fault.REPEATED_CREATE) && one.jobs() == 0) {
                steps.to("request " + no + " is accepted and repeated", s.attempt(no, accepted.wire(Wire.FLYING)));
            }
            if (design.has(Fault.ANY_ERROR_IS_A_REFUSAL)) {
                steps.to("request " + no + " is accepted, says 503", s.attempt(no, accepted.wire(Wire.REFUSED)));
            }
        }
    }

    private boolean isHonoured(Create one) {
        return one.input() == 1 || (one.input() >= 2 && one.input() - 2 <= design.honoured());
    }

    private void tick(Submission s, Model.Steps<Submission> steps) {
        int longestWait = design.waitTicks() + 1;
        Submission later = s.tries(s.tries().stream()
                .map(t -> t.older(
                        3 + design.honoured(), design.bounded() ? design.delay() + 1 : 0, 1 + design.hidden())));
        for (int n = 1; n <= 2; n++) {
            Worker w = s.worker(n);
            if (w.at() == At.PASSED && design.bounded()) {
                later = later.worker(n, w.waits(Math.min(w.since() + 1, design.pause() + 2), w.sinceTry()));
            } else if (w.since() > 0) {
                later = later.worker(n, w.waits(Math.min(w.since() + 1, longestWait), w.sinceTry()));
            }
        }
        if (!later.equals(s)) {
            steps.to("time passes", later);
        }
    }
}
