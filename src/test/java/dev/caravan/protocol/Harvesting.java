package dev.caravan.protocol;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.RecordState;
import java.util.ArrayList;
import java.util.List;

/**
 * One record on its way through the batches of its attempts, from its submit to its end.
 *
 * @param member the batch that it belongs to, from 1; the pair with {@code attempt} is never used again (rule 17)
 * @param result the line that it has its outcome from: batch * 10 + line, 0 for none
 * @param resultOf the attempt that this line answers
 * @param stale a newer revision has come while it was submitted (rule 34)
 */
record Harvesting(
        RecordState record,
        int member,
        int attempt,
        int result,
        int resultOf,
        boolean stale,
        List<Job> batches,
        List<Reader> readers) {

    /** What the results of a batch hold for the record, in the order of their lines. */
    enum Answer {
        UNKNOWN(""),
        NONE(""),
        OK("o"),
        INVALID("i"),
        ERROR("e"),
        ERROR_THEN_OK("eo"),
        OK_TWICE("oo"),
        /** The provider proved that nothing ran and nothing was charged. */
        UNCHARGED(""),
        /** Adopted by its size alone, and another's. */
        FOREIGN("");

        final String lines;

        Answer(String lines) {
            this.lines = lines;
        }
    }

    enum Ending {
        COMPLETED,
        EXPIRED,
        CANCELLED
    }

    /** What the counters of a batch say of its one member. */
    enum Count {
        NOTHING,
        OK,
        INVALID,
        ERROR,
        MISSING,
        NOT_RUN
    }

    /**
     * A batch.
     *
     * @param read bit set of the lines whose cost is counted; bit 3 is that of the twin
     * @param cost of how many lines
     * @param twin whether a second job of the same batch has shown itself
     * @param again whether it was sent a second time already
     */
    record Job(
            BatchState state,
            int owner,
            Answer answer,
            Ending ending,
            Count count,
            int read,
            int cost,
            boolean twin,
            boolean again) {
        static final Job ASSEMBLED =
                new Job(BatchState.ASSEMBLED, 0, Answer.UNKNOWN, Ending.COMPLETED, Count.NOTHING, 0, 0, false, false);

        Job state(BatchState to) {
            return new Job(to, owner, answer, ending, count, read, cost, twin, again);
        }

        Job owner(int to) {
            return new Job(state, to, answer, ending, count, read, cost, twin, again);
        }

        Job ended(Answer with, Ending how) {
            return new Job(BatchState.COLLECTING, 0, with, how, count, read, cost, twin, again);
        }

        Job count(Count to) {
            return new Job(state, owner, answer, ending, to, read, cost, twin, again);
        }

        Job paid(int line) {
            return new Job(state, owner, answer, ending, count, read | (1 << line), cost + 1, twin, again);
        }

        Job twinSeen() {
            return new Job(state, owner, answer, ending, count, read, cost, true, again);
        }

        Job sentAgain() {
            return new Job(BatchState.ASSEMBLED, 0, Answer.UNKNOWN, ending, count, read, cost, twin, true);
        }

        /** What still matters of a final batch once another attempt is made: whether its twin comes. */
        Job closed() {
            int late = read & (1 << 3);
            return state.isFinal()
                    ? new Job(state, 0, Answer.UNKNOWN, Ending.COMPLETED, Count.OK, late, late >> 3, twin, true)
                    : this;
        }

        boolean hasRead(int line) {
            return (read & (1 << line)) != 0;
        }
    }

    enum At {
        IDLE,
        READING,
        AT_END,
        SETTLED
    }

    /** @param answer the file that it reads, as it was when it was claimed */
    record Reader(At at, int batch, int line, Answer answer) {
        static final Reader IDLE = new Reader(At.IDLE, 0, 0, Answer.UNKNOWN);

        Reader at(At to) {
            return new Reader(to, batch, line, answer);
        }

        Reader nextLine() {
            return new Reader(line + 1 < answer.lines.length() ? at : At.AT_END, batch, line + 1, answer);
        }
    }

    Job job(int no) {
        return batches.get(no - 1);
    }

    Reader reader(int n) {
        return readers.get(n - 1);
    }

    boolean restsInFinalBatch() {
        return member == 0 || job(member).state().isFinal();
    }

    Harvesting record(RecordState to) {
        return new Harvesting(to, member, attempt, result, resultOf, stale, batches, readers);
    }

    /** An outcome; a stale record is superseded by whatever comes. */
    Harvesting outcome(RecordState to, int line, int ofAttempt) {
        RecordState end = stale ? RecordState.SUPERSEDED : to;
        return new Harvesting(end, member, attempt, line, ofAttempt, stale, batches, readers);
    }

    Harvesting stales() {
        return new Harvesting(record, member, attempt, result, resultOf, true, batches, readers);
    }

    Harvesting job(int no, Job to) {
        List<Job> changed = new ArrayList<>(batches);
        changed.set(no - 1, to);
        return new Harvesting(record, member, attempt, result, resultOf, stale, List.copyOf(changed), readers);
    }

    Harvesting ends(int no, BatchState to) {
        return job(no, job(no).state(to).owner(0));
    }

    /** T1 and T2: the next attempt in a batch of its own. */
    Harvesting assembled() {
        List<Job> more = new ArrayList<>(batches.stream().map(Job::closed).toList());
        more.add(Job.ASSEMBLED);
        return new Harvesting(RecordState.SUBMITTED, more.size(), attempt + 1, 0, 0, stale, List.copyOf(more), readers);
    }

    Harvesting reader(int n, Reader to) {
        List<Reader> changed = n == 1 ? List.of(to, readers.get(1)) : List.of(readers.get(0), to);
        return new Harvesting(record, member, attempt, result, resultOf, stale, batches, changed);
    }
}
