package dev.caravan.protocol;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One batch on its way to a provider: the ledger's rows, what the provider and the network know, and two processes.
 *
 * @param record stands for every member of the batch
 * @param owner whose claim holds, 0 for nobody; a later claim takes it away (that is what the fence does)
 */
record Submission(
        BatchState batch, RecordState record, int owner, boolean cancel, List<Create> tries, List<Worker> workers) {

    /** What a process does next; the names say where it stands. */
    enum At {
        IDLE,
        WRITING,
        CLAIMED,
        OPENED,
        UPLOADED,
        READY,
        CREATING,
        PASSED,
        AWAITING,
        DOUBTING,
        FOUND,
        NEGATIVE,
        DELETED
    }

    /** The create request of a try. */
    enum Wire {
        UNSENT,
        FLYING,
        ACCEPTED,
        REFUSED,
        OVER
    }

    /**
     * A try.
     *
     * @param gone whether the ledger knows that its input is deleted
     * @param input 0 there is none, 1 it is at the provider, 2 and more: deleted so many ticks ago, less 2
     * @param sent how many ticks the request is on its way, where that is bounded
     * @param job 0 there is none, 1 and more: accepted so many ticks ago, less 1
     * @param jobs how many jobs the provider made of it
     * @param late whether it was accepted while its batch was looked for already
     */
    record Create(TryState state, boolean gone, int input, Wire wire, int sent, int job, int jobs, boolean late) {
        static final Create OPEN = new Create(TryState.OPEN, false, 0, Wire.UNSENT, 0, 0, 0, false);

        Create state(TryState to) {
            return new Create(to, gone, input, wire, sent, job, jobs, late);
        }

        Create noted() {
            return new Create(state, true, input, wire, sent, job, jobs, late);
        }

        Create input(int to) {
            return new Create(state, gone, to, wire, sent, job, jobs, late);
        }

        Create wire(Wire to) {
            return new Create(state, gone, input, to, 0, job, jobs, late);
        }

        Create job(boolean isLate) {
            return new Create(state, gone, input, wire, sent, Math.max(job, 1), jobs + 1, late || isLate);
        }

        Create older(int longestInput, int longestSent, int longestJob) {
            int newInput = input < 2 ? input : Math.min(input + 1, longestInput);
            int newSent = wire == Wire.FLYING ? Math.min(sent + 1, longestSent) : sent;
            int newJob = job == 0 ? 0 : Math.min(job + 1, longestJob);
            return new Create(state, gone, newInput, wire, newSent, newJob, jobs, late);
        }

        boolean isOpen() {
            return state == TryState.OPEN || state == TryState.UPLOADED || state == TryState.CREATING;
        }

        @Override
        public String toString() {
            return state + (gone ? " gone" : "") + " input=" + input + " " + wire + (jobs > 0 ? " JOBS=" + jobs : "")
                    + (late ? " late" : "");
        }
    }

    /**
     * @param no the try that it works on; in doubt: how many there were at its claim
     * @param since 0 it does not wait, 1 and more: it waits for so many ticks, less 1; in its memory only
     * @param sinceTry of how many tries the doubt was for which it waits
     * @param over whether the wait was over when its look began
     */
    record Worker(At at, int no, int since, int sinceTry, boolean over) {
        static final Worker IDLE = new Worker(At.IDLE, 0, 0, 0, false);

        Worker at(At to) {
            return new Worker(to, no, since, sinceTry, over);
        }

        Worker at(At to, int tryNo) {
            return new Worker(to, tryNo, since, sinceTry, over);
        }

        Worker looked(boolean isOver) {
            return new Worker(At.NEGATIVE, no, since, sinceTry, isOver);
        }

        Worker waits(int ticks, int ofTries) {
            return new Worker(at, no, ticks, ofTries, over);
        }

        /** Between two rounds it remembers only since when it waits. */
        Worker idle() {
            return new Worker(At.IDLE, 0, since, sinceTry, false);
        }

        @Override
        public String toString() {
            return at + (no > 0 ? " try " + no : "") + (since > 0 ? " waits since " + (since - 1) : "");
        }
    }

    Worker worker(int n) {
        return workers.get(n - 1);
    }

    Create attempt(int no) {
        return tries.get(no - 1);
    }

    boolean any(Predicate<Create> what) {
        for (Create one : tries) {
            if (what.test(one)) {
                return true;
            }
        }
        return false;
    }

    /** How many jobs the provider made of all tries. */
    int jobs(boolean lateToo) {
        int jobs = 0;
        for (Create one : tries) {
            jobs += lateToo || !one.late() ? one.jobs() : 0;
        }
        return jobs;
    }

    Submission batch(BatchState to) {
        return new Submission(to, record, owner, cancel, tries, workers);
    }

    Submission record(RecordState to) {
        return new Submission(batch, to, owner, cancel, tries, workers);
    }

    Submission owner(int to) {
        return new Submission(batch, record, to, cancel, tries, workers);
    }

    Submission cancelled() {
        return new Submission(batch, record, owner, true, tries, workers);
    }

    Submission tries(Stream<Create> all) {
        return new Submission(batch, record, owner, cancel, all.toList(), workers);
    }

    Submission attempt(int no, Create to) {
        List<Create> changed = new ArrayList<>(tries);
        changed.set(no - 1, to);
        return new Submission(batch, record, owner, cancel, List.copyOf(changed), workers);
    }

    Submission worker(int n, Worker to) {
        List<Worker> changed = n == 1 ? List.of(to, workers.get(1)) : List.of(workers.get(0), to);
        return new Submission(batch, record, owner, cancel, tries, changed);
    }

    @Override
    public String toString() {
        String rows = tries.stream().map(Create::toString).collect(Collectors.joining("; "));
        return "batch " + batch + " of " + owner + (cancel ? " cancelled" : "") + ", record " + record + ", tries ["
                + rows + "], 1 is " + workers.get(0) + ", 2 is " + workers.get(1);
    }
}
