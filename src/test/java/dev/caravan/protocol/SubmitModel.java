package dev.caravan.protocol;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.ASSEMBLING;
import static dev.caravan.ledger.BatchState.CREATING;
import static dev.caravan.ledger.BatchState.DISSOLVED;
import static dev.caravan.ledger.BatchState.IN_DOUBT;
import static dev.caravan.ledger.BatchState.LOST;
import static dev.caravan.ledger.BatchState.SUBMITTED;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import dev.caravan.protocol.Submission.Create;
import dev.caravan.protocol.Submission.Wire;
import dev.caravan.protocol.Submission.Worker;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Submit and recover (protocol.md, section 2) of one batch by two processes that may crash or pause anywhere. */
final class SubmitModel implements Model<Submission> {
    private static final Set<BatchState> OPEN = EnumSet.of(ASSEMBLED, CREATING, IN_DOUBT, SUBMITTED);

    private final Design design;
    private final SubmitSteps submit;
    private final RecoverSteps recover;

    SubmitModel(Design design) {
        this.design = design;
        this.submit = new SubmitSteps(design);
        this.recover = new RecoverSteps(design);
    }

    /** T1 was just committed by the first process. */
    @Override
    public Submission start() {
        Worker writing = Worker.IDLE.at(Submission.At.WRITING);
        return new Submission(ASSEMBLING, RecordState.QUEUED, 1, false, List.of(), List.of(writing, Worker.IDLE));
    }

    @Override
    public void next(Submission s, Steps<Submission> steps) {
        for (int n = 1; n <= 2; n++) {
            submit.next(s, n, tidied(steps));
            recover.next(s, n, tidied(steps));
            if (!s.worker(n).equals(Worker.IDLE)) {
                tidied(steps).to("crash of " + n, s.worker(n, Worker.IDLE));
            }
        }
        new Network(design).next(s, tidied(steps));
        boolean mayCancel = !design.scope().contains(Design.Scope.NO_CANCEL);
        if (mayCancel && !s.cancel() && OPEN.contains(s.batch()) && s.batch() != SUBMITTED) {
            tidied(steps).to("cancel asked for", s.cancelled());
        }
    }

    /** Forgets what nobody can come to know any more, so that fewer states differ. */
    private static Steps<Submission> tidied(Steps<Submission> steps) {
        return (step, s) -> {
            Submission tidy = s;
            for (int no = 1; no <= s.tries().size(); no++) {
                Create one = s.attempt(no);
                boolean answered = one.wire() == Wire.ACCEPTED || one.wire() == Wire.REFUSED;
                if (answered && !awaited(s, no)) {
                    tidy = tidy.attempt(no, one.wire(Wire.OVER));
                }
            }
            steps.to(step, tidy);
        };
    }

    private static boolean awaited(Submission s, int no) {
        return s.workers().stream().anyMatch(w -> w.at() == Submission.At.AWAITING && w.no() == no);
    }

    @Override
    public Optional<String> violation(Submission s) {
        if (s.any(t -> t.jobs() > 1)) {
            return Optional.of("one create was paid twice");
        }
        boolean excused =
                !design.revocable() && !design.bounded() && !design.scope().contains(Design.Scope.STRICT);
        int jobs = s.jobs(!excused);
        if (jobs > 1) {
            return Optional.of("the batch is paid twice");
        }
        if (design.revocable() && s.batch() == DISSOLVED && jobs > 0) {
            return Optional.of("a dissolved batch was paid");
        }
        if (OPEN.contains(s.batch()) != (s.record() == RecordState.SUBMITTED)) {
            return Optional.of("the record is " + s.record() + " while its batch is " + s.batch());
        }
        boolean accepted = s.any(t -> t.state() == TryState.ACCEPTED && t.jobs() > 0);
        if (s.batch() == SUBMITTED && !accepted) {
            return Optional.of("the batch is submitted without a job");
        }
        return Optional.empty();
    }

    /** The batch has an end, nothing is on its way, and the ledger knows of every job. */
    @Override
    public boolean settled(Submission s) {
        if (s.batch() == ASSEMBLED && s.tries().size() == design.tries()) {
            return true;
        }
        boolean ended = s.batch() == SUBMITTED || s.batch() == DISSOLVED || s.batch() == LOST;
        return ended
                && s.workers().stream().allMatch(w -> w.at() == Submission.At.IDLE)
                && !s.any(t -> t.wire() == Wire.FLYING)
                && !s.any(t -> t.jobs() > 0 && t.state() != TryState.ACCEPTED);
    }

    @Override
    public long fingerprint(Submission s) {
        var print =
                new Fingerprint().add(s.batch()).add(s.record()).add(s.owner()).add(s.cancel());
        for (Worker w : s.workers()) {
            print.add(w.at()).add(w.no()).add(w.since()).add(w.sinceTry()).add(w.over());
        }
        for (Create t : s.tries()) {
            print.add(t.state()).add(t.gone()).add(t.input()).add(t.wire());
            print.add(t.sent()).add(t.job()).add(t.jobs()).add(t.late());
        }
        return print.value();
    }

    @Override
    public void moves(Submission before, Submission after, Consumer<Move> made) {
        if (before.batch() != after.batch()) {
            made.accept(Move.of("BATCH", before.batch(), after.batch()));
        }
        if (before.record() != after.record()) {
            made.accept(Move.of("RECORD", before.record(), after.record()));
        }
        for (int no = 1; no <= before.tries().size(); no++) {
            TryState from = before.attempt(no).state();
            TryState to = after.attempt(no).state();
            if (from != to) {
                made.accept(Move.of("TRY", from, to));
            }
        }
    }
}
