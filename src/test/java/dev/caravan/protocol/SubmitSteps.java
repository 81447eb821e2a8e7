package dev.caravan.protocol;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.ASSEMBLING;
import static dev.caravan.ledger.BatchState.CREATING;
import static dev.caravan.ledger.BatchState.DISSOLVED;
import static dev.caravan.ledger.BatchState.IN_DOUBT;
import static dev.caravan.ledger.BatchState.SUBMITTED;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import dev.caravan.protocol.Design.Fault;
import dev.caravan.protocol.Submission.At;
import dev.caravan.protocol.Submission.Create;
import dev.caravan.protocol.Submission.Wire;
import dev.caravan.protocol.Submission.Worker;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** T1 to step 6 of one process: each step is one transaction of the ledger, or one thing outside. */
record SubmitSteps(Design design) {

    void next(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        switch (w.at()) {
            case IDLE -> claim(s, n, steps);
            case WRITING ->
                write(
                        s,
                        n,
                        "T2 by " + n,
                        Set.of(ASSEMBLING),
                        steps,
                        t -> t.batch(ASSEMBLED)
                                .record(RecordState.SUBMITTED)
                                .owner(0)
                                .worker(n, w.idle()));
            case CLAIMED -> open(s, n, steps);
            case OPENED -> upload(s, n, steps);
            case UPLOADED ->
                write(
                        s,
                        n,
                        "3 uploaded by " + n,
                        Set.of(ASSEMBLED),
                        steps,
                        t -> t.attempt(w.no(), s.attempt(w.no()).state(TryState.UPLOADED))
                                .worker(n, w.at(At.READY)));
            case READY -> creating(s, n, steps);
            case CREATING -> send(s, n, steps);
            case PASSED -> lastChunk(s, n, steps);
            case AWAITING -> reply(s, n, steps);
            default -> {}
        }
    }

    /** A claim takes the fence from whoever has it: he may be dead, or only asleep. */
    private void claim(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        Submission mine = s.owner(n);
        switch (s.batch()) {
            case ASSEMBLING -> steps.to("T1 dropped by " + n, s.batch(DISSOLVED).owner(0));
            case ASSEMBLED -> steps.to("claim by " + n, mine.worker(n, w.at(At.CLAIMED)));
            case CREATING ->
                steps.to(
                        "R1 claim by " + n,
                        mine.batch(IN_DOUBT)
                                .worker(n, w.at(At.DOUBTING, s.tries().size())));
            case IN_DOUBT ->
                steps.to(
                        "R1 claim by " + n,
                        mine.worker(n, w.at(At.DOUBTING, s.tries().size())));
            default -> {}
        }
    }

    private void open(Submission s, int n, Model.Steps<Submission> steps) {
        if (s.cancel()) {
            write(
                    s,
                    n,
                    "cancelled by " + n,
                    Set.of(ASSEMBLED),
                    steps,
                    t -> t.batch(DISSOLVED)
                            .record(RecordState.HELD)
                            .owner(0)
                            .worker(n, s.worker(n).idle()));
        } else if (s.tries().size() < design.tries()) {
            write(
                    s,
                    n,
                    "1 open by " + n,
                    Set.of(ASSEMBLED),
                    steps,
                    t -> t.tries(Stream.concat(t.tries().stream(), Stream.of(Create.OPEN)))
                            .worker(n, s.worker(n).at(At.OPENED, t.tries().size() + 1)));
        }
    }

    private void upload(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        if (design.revocable()) {
            Submission there = s.attempt(w.no(), s.attempt(w.no()).input(1));
            steps.to("2 upload by " + n, there.worker(n, w.at(At.UPLOADED)));
            steps.to("2 upload by " + n + ", reply lost", there.worker(n, w.idle()));
        } else {
            steps.to("1 ready by " + n, s.worker(n, w.at(At.READY)));
        }
    }

    private void creating(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        if (design.has(Fault.NO_CREATING_ROW)) {
            steps.to("4 left out by " + n, s.worker(n, w.at(At.CREATING)));
            return;
        }
        write(
                s,
                n,
                "4 creating by " + n,
                Set.of(ASSEMBLED),
                steps,
                t -> t.attempt(w.no(), t.attempt(w.no()).state(TryState.CREATING))
                        .batch(CREATING)
                        .worker(n, w.at(At.CREATING)));
    }

    /** Class C sends all but the last chunk, and looks at the fence once more. */
    private void send(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        if (design.revocable()) {
            steps.to("5 create by " + n, sent(s, n));
        } else if (design.has(Fault.NO_GATE)) {
            steps.to("5 create by " + n, sent(s, n));
        } else if (s.owner() == n && s.batch() == CREATING) {
            steps.to("C2 gate passed by " + n, s.worker(n, w.at(At.PASSED).waits(0, 0)));
        } else {
            steps.to("C2 gate closed for " + n, s.worker(n, w.idle()));
        }
    }

    private void lastChunk(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        if (!design.bounded() || w.since() <= design.pause()) {
            steps.to("C2 last chunk by " + n, sent(s, n));
        } else {
            Submission ended = s.attempt(w.no(), s.attempt(w.no()).wire(Wire.OVER));
            steps.to("C2 time limit of " + n, ended.worker(n, w.at(At.AWAITING).waits(0, 0)));
        }
    }

    private static Submission sent(Submission s, int n) {
        Worker w = s.worker(n);
        Submission flying = s.attempt(w.no(), s.attempt(w.no()).wire(Wire.FLYING));
        return flying.worker(n, w.at(At.AWAITING).waits(0, 0));
    }

    private void reply(Submission s, int n, Model.Steps<Submission> steps) {
        Worker w = s.worker(n);
        Create one = s.attempt(w.no());
        Set<BatchState> from = design.has(Fault.NO_CREATING_ROW) ? Set.of(ASSEMBLED) : Set.of(CREATING);
        if (one.wire() == Wire.ACCEPTED) {
            write(
                    s,
                    n,
                    "6 accepted by " + n,
                    from,
                    steps,
                    t -> t.attempt(w.no(), one.state(TryState.ACCEPTED))
                            .batch(SUBMITTED)
                            .owner(0)
                            .worker(n, w.idle()));
        } else if (one.wire() == Wire.REFUSED) {
            Create refused = one.state(TryState.REFUSED);
            write(
                    s,
                    n,
                    "6' refused by " + n,
                    from,
                    steps,
                    t -> t.attempt(w.no(), refused).batch(ASSEMBLED).owner(0).worker(n, w.idle()));
            refusedForGood(s, n, refused, from, steps);
        }
        if (design.has(Fault.NO_CREATING_ROW)) {
            steps.to("6 no reply to " + n, s.worker(n, w.idle()));
        } else {
            write(
                    s,
                    n,
                    "6 no reply to " + n,
                    from,
                    steps,
                    t -> t.batch(IN_DOUBT).owner(0).worker(n, w.idle()));
        }
    }

    private void refusedForGood(
            Submission s, int n, Create refused, Set<BatchState> from, Model.Steps<Submission> steps) {
        if (!design.scope().contains(Design.Scope.NO_CANCEL)) {
            Worker w = s.worker(n);
            write(
                    s,
                    n,
                    "6' refused for good by " + n,
                    from,
                    steps,
                    t -> t.attempt(w.no(), refused)
                            .batch(DISSOLVED)
                            .record(RecordState.PROVIDER_ERROR)
                            .owner(0)
                            .worker(n, w.idle()));
        }
    }

    private void write(
            Submission s,
            int n,
            String step,
            Set<BatchState> from,
            Model.Steps<Submission> steps,
            UnaryOperator<Submission> change) {
        Fenced.write(design, s, n, step, from, steps, change);
    }
}
