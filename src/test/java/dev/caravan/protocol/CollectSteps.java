package dev.caravan.protocol;

import static dev.caravan.ledger.BatchState.COLLECTED;
import static dev.caravan.ledger.BatchState.COLLECTING;
import static dev.caravan.ledger.BatchState.DISSOLVED;
import static dev.caravan.ledger.BatchState.LOST;

import dev.caravan.ledger.RecordState;
import dev.caravan.protocol.CollectModel.Fault;
import dev.caravan.protocol.Harvesting.Answer;
import dev.caravan.protocol.Harvesting.At;
import dev.caravan.protocol.Harvesting.Count;
import dev.caravan.protocol.Harvesting.Job;
import dev.caravan.protocol.Harvesting.Reader;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Collect by one process: a claim, the lines one by one, the rest, the end; each step is a transaction. */
record CollectSteps(Set<Fault> faults) {
    private static final int TWIN = 3;

    void next(Harvesting s, int n, Model.Steps<Harvesting> steps) {
        Reader r = s.reader(n);
        switch (r.at()) {
            case IDLE -> claim(s, n, steps);
            case READING -> line(s, n, steps);
            case AT_END -> atEnd(s, n, steps);
            case SETTLED ->
                write(
                        s,
                        n,
                        "collected by " + n,
                        steps,
                        t -> t.ends(r.batch(), COLLECTED).reader(n, Reader.IDLE));
        }
        if (r.at() != At.IDLE && s.job(r.batch()).twin() && !s.job(r.batch()).hasRead(TWIN)) {
            write(s, n, "line of the twin by " + n, steps, t -> apply(t, r.batch(), TWIN, 'o', RecordState.COMPLETED));
        }
    }

    private void claim(Harvesting s, int n, Model.Steps<Harvesting> steps) {
        for (int no = 1; no <= s.batches().size(); no++) {
            Job job = s.job(no);
            if (job.state() == COLLECTING) {
                At at = job.answer().lines.isEmpty() ? At.AT_END : At.READING;
                steps.to(
                        "collect " + no + " claimed by " + n,
                        s.job(no, job.owner(n)).reader(n, new Reader(at, no, 0, job.answer())));
            } else if (job.state().isFinal() && job.twin() && !job.hasRead(TWIN)) {
                steps.to("late line of the twin of " + no, apply(s, no, TWIN, 'o', RecordState.COMPLETED));
            }
        }
    }

    private void line(Harvesting s, int n, Model.Steps<Harvesting> steps) {
        Reader r = s.reader(n);
        char kind = r.answer().lines.charAt(r.line());
        for (RecordState outcome : outcomes(kind)) {
            write(
                    s,
                    n,
                    "line " + r.line() + " by " + n + ": " + outcome,
                    steps,
                    t -> apply(t, r.batch(), r.line(), kind, outcome).reader(n, r.nextLine()));
        }
        if (faults.contains(Fault.HALF_A_FILE_IS_WHOLE)) {
            steps.to("half a file read by " + n, s.reader(n, r.at(At.AT_END)));
        }
    }

    private static Set<RecordState> outcomes(char kind) {
        return switch (kind) {
            case 'o' -> Set.of(RecordState.COMPLETED, RecordState.REVIEW_REQUIRED);
            case 'i' -> Set.of(RecordState.INVALID_OUTPUT);
            default -> Set.of(RecordState.PROVIDER_ERROR);
        };
    }

    /** Rules 20 and 22: by batch and attempt; a success may replace a failure; all else is surplus, with its cost. */
    private Harvesting apply(Harvesting s, int no, int line, char kind, RecordState outcome) {
        Job job = s.job(no);
        if (job.hasRead(line) && !faults.contains(Fault.LINES_COUNT_TWICE)) {
            return s;
        }
        Harvesting paid = s.job(no, job.paid(line));
        boolean failed = s.record() == RecordState.PROVIDER_ERROR || s.record() == RecordState.INVALID_OUTPUT;
        boolean replaces =
                failed && kind == 'o' && job.state() == COLLECTING && !faults.contains(Fault.FIRST_LINE_COUNTS);
        if (!belongs(s, no) || !(s.record() == RecordState.SUBMITTED || replaces)) {
            return paid;
        }
        Job counted = paid.job(no).count(counter(kind));
        return paid.job(no, counted).outcome(outcome, no * 10 + line + 1, no);
    }

    private boolean belongs(Harvesting s, int no) {
        if (faults.contains(Fault.MATCH_BY_STATE)) {
            return s.record() == RecordState.SUBMITTED || s.member() == no;
        }
        return s.member() == no;
    }

    private static Count counter(char kind) {
        return kind == 'o' ? Count.OK : kind == 'i' ? Count.INVALID : Count.ERROR;
    }

    private void atEnd(Harvesting s, int n, Model.Steps<Harvesting> steps) {
        Reader r = s.reader(n);
        if (r.answer() == Answer.FOREIGN) {
            write(
                    s,
                    n,
                    "R1 not ours, said by " + n,
                    steps,
                    t -> member(t, r.batch(), Count.NOT_RUN, RecordState.HELD)
                            .ends(r.batch(), LOST)
                            .reader(n, Reader.IDLE));
        } else if (r.answer() == Answer.UNCHARGED) {
            uncharged(s, n, steps);
        } else {
            write(s, n, "rest by " + n, steps, t -> rest(t, r).reader(n, r.at(At.SETTLED)));
        }
    }

    /** Zero rows and nothing charged: the same file again, or each record in another batch. */
    private void uncharged(Harvesting s, int n, Model.Steps<Harvesting> steps) {
        Reader r = s.reader(n);
        if (s.job(r.batch()).cost() > 0) {
            write(s, n, "rest by " + n, steps, t -> rest(t, r).reader(n, r.at(At.SETTLED)));
            return;
        }
        if (!s.job(r.batch()).again()) {
            write(
                    s,
                    n,
                    "uncharged, again by " + n,
                    steps,
                    t -> t.job(r.batch(), t.job(r.batch()).sentAgain()).reader(n, Reader.IDLE));
        }
        write(
                s,
                n,
                "uncharged, dissolved by " + n,
                steps,
                t -> member(t, r.batch(), Count.NOT_RUN, RecordState.QUEUED)
                        .ends(r.batch(), DISSOLVED)
                        .reader(n, Reader.IDLE));
    }

    /** By how the batch ended. */
    private static Harvesting rest(Harvesting s, Reader r) {
        return switch (s.job(r.batch()).ending()) {
            case COMPLETED -> member(s, r.batch(), Count.MISSING, RecordState.PROVIDER_ERROR);
            case EXPIRED -> member(s, r.batch(), Count.NOT_RUN, RecordState.QUEUED);
            case CANCELLED -> member(s, r.batch(), Count.NOT_RUN, RecordState.HELD);
        };
    }

    /** Rule 16: only a member without a line. */
    private static Harvesting member(Harvesting s, int no, Count count, RecordState to) {
        boolean waits = s.record() == RecordState.SUBMITTED && s.member() == no;
        return waits ? s.job(no, s.job(no).count(count)).outcome(to, 0, 0) : s;
    }

    private void write(
            Harvesting s, int n, String step, Model.Steps<Harvesting> steps, UnaryOperator<Harvesting> change) {
        Job job = s.job(s.reader(n).batch());
        boolean holds = job.owner() == n || faults.contains(Fault.NO_FENCE);
        if (holds && job.state() == COLLECTING) {
            steps.to(step, change.apply(s));
        } else {
            steps.to("stale: " + step, s.reader(n, Reader.IDLE));
        }
    }
}
