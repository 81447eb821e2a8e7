package dev.caravan.protocol;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.DISSOLVED;
import static dev.caravan.ledger.BatchState.IN_DOUBT;
import static dev.caravan.ledger.BatchState.LOST;
import static dev.caravan.ledger.BatchState.SUBMITTED;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import dev.caravan.protocol.Design.Fault;
import dev.caravan.protocol.Submission.At;
import dev.caravan.protocol.Submission.Create;
import dev.caravan.protocol.Submission.Worker;
import java.util.EnumSet;
import java.util.Set;

/** R1 to R5 of one process, in rounds: a claim, a look, a step, and the claim is given back; and the hourly sweep. */
record RecoverSteps(Design design) {
    private static final Set<BatchState> DOUBT = EnumSet.of(IN_DOUBT);

    void next(Submission s, int n, Model.Steps<Submission> steps) {
        switch (s.worker(n).at()) {
            case IDLE -> sweep(s, steps);
            case DOUBTING -> look(s, n, steps);
            case FOUND -> found(s, n, steps);
            case NEGATIVE -> negative(s, n, steps);
            case DELETED -> deleted(s, n, steps);
            default -> {}
        }
    }

    /** What it shows is what was visible when it began; the process acts on that however late. */
    private void look(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        if (!design.revocable() && sinceOf(w) == 0) {
            w = w.waits(1, w.no());
        }
        boolean over = sinceOf(w) > design.waitTicks();
        int visible = visible(s);
        if (visible > 0) {
            steps.to("R1 look by " + n + ": found", s.worker(n, w.at(At.FOUND, visible)));
        } else {
            steps.to("R1 look by " + n + ": nothing", s.worker(n, w.looked(over)));
        }
        if (visible > 0 && design.has(Fault.INCONCLUSIVE_IS_NEGATIVE)) {
            steps.to("R1 look by " + n + ": half a list", s.worker(n, w.looked(over)));
        }
        Fenced.release(design, s.worker(n, w), n, "R1 look by " + n + ": inconclusive", steps);
    }

    /** Rule 2: the search matches every try; the oldest is kept. */
    private int visible(Submission s) {
        for (int no = 1; no <= s.tries().size(); no++) {
            if (isVisible(s.attempt(no))) {
                return no;
            }
        }
        return 0;
    }

    private boolean isVisible(Create one) {
        return one.state() != TryState.ACCEPTED && one.job() > design.hidden();
    }

    private void found(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        Fenced.write(
                design,
                s,
                n,
                "6 found by " + n,
                DOUBT,
                steps,
                t -> t.attempt(w.no(), t.attempt(w.no()).state(TryState.ACCEPTED))
                        .batch(SUBMITTED)
                        .owner(0)
                        .worker(n, Worker.IDLE));
    }

    private void negative(Submission s, int n, Model.Steps<Submission> steps) {
        int left = inputLeft(s, s.worker(n).no());
        if (left > 0) {
            delete(s, n, left, steps);
        } else if (sinceOf(s.worker(n)) == 0 && design.waitTicks() > 0) {
            Submission waiting = s.worker(n, s.worker(n).waits(1, s.worker(n).no()));
            Fenced.release(design, waiting, n, "R3 wait begun by " + n, steps);
        } else if (isOver(s.worker(n))) {
            nothingThere(s, n, steps);
        } else {
            Fenced.release(design, s, n, "R3 goes on for " + n, steps);
        }
    }

    private boolean isOver(Worker w) {
        boolean now = sinceOf(w) > design.waitTicks();
        return design.waitTicks() == 0 || w.over() || (now && design.has(Fault.WAIT_JUDGED_LATE));
    }

    /** How long this process waits for this doubt; 0 if it does not. */
    private int sinceOf(Worker w) {
        boolean same = w.sinceTry() == w.no() || design.has(Fault.WAIT_OF_ANOTHER_DOUBT);
        return same ? w.since() : 0;
    }

    /** The first try, of those there were at the claim, whose input is not known to be gone; 0 if there is none. */
    private int inputLeft(Submission s, int claimed) {
        if (design.revocable() && !design.has(Fault.NO_DELETION)) {
            for (int no = 1; no <= claimed; no++) {
                Create one = s.attempt(no);
                if (one.state() == TryState.CREATING && !one.gone()) {
                    return no;
                }
            }
        }
        return 0;
    }

    private void delete(Submission s, int n, int no, Model.Steps<Submission> steps) {
        Create one = s.attempt(no);
        Submission gone = s.attempt(no, one.input(Math.max(one.input(), 2)));
        steps.to("R2 delete by " + n, gone.worker(n, s.worker(n).at(At.DELETED, no)));
        Fenced.release(design, gone, n, "R2 delete by " + n + ", reply lost", steps);
        if (one.jobs() > 0) {
            Fenced.release(design, s, n, "R2 delete by " + n + ": in use", steps);
        }
    }

    /** R3 begins when the provider said that the input is gone. */
    private void deleted(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        Worker waiting = sinceOf(w) == 0 ? w.waits(1, w.no()) : w;
        Fenced.write(
                design,
                s,
                n,
                "R2 noted by " + n,
                DOUBT,
                steps,
                t -> t.attempt(w.no(), t.attempt(w.no()).noted()).owner(0).worker(n, waiting.idle()));
    }

    private void nothingThere(Submission s, int n, Model.Steps<Submission> steps) {
        Fenced.write(design, s, n, "R5 by " + n, DOUBT, steps, t -> {
            Submission closed = t.tries(t.tries().stream().map(one -> one.isOpen() ? one.state(TryState.REVOKED) : one))
                    .owner(0)
                    .worker(n, Worker.IDLE);
            return t.cancel() ? closed.batch(DISSOLVED).record(RecordState.HELD) : closed.batch(ASSEMBLED);
        });
        if (!design.revocable()) {
            Fenced.write(
                    design,
                    s,
                    n,
                    "R2 hold by " + n,
                    DOUBT,
                    steps,
                    t -> t.batch(LOST).record(RecordState.HELD).owner(0).worker(n, Worker.IDLE));
        }
    }

    /**
     * Rule 11: what became visible late ends the work on another try as long as that was not sent; else it is attached as a
     * twin and counted as overspend.
     */
    private void sweep(Submission s, Model.Steps<Submission> steps) {
        int no = visible(s);
        if (no > 0 && s.batch() == ASSEMBLED) {
            steps.to("hourly sweep: there after all", s.batch(IN_DOUBT).owner(0));
        } else if (no > 0 && (s.batch() == SUBMITTED || s.batch() == DISSOLVED || s.batch() == LOST)) {
            steps.to("hourly sweep: twin", s.attempt(no, s.attempt(no).state(TryState.ACCEPTED)));
        }
    }
}
