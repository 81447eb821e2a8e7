package dev.caravan.protocol;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.COLLECTED;
import static dev.caravan.ledger.BatchState.COLLECTING;
import static dev.caravan.ledger.BatchState.CREATING;
import static dev.caravan.ledger.BatchState.LOST;
import static dev.caravan.ledger.BatchState.SUBMITTED;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.RecordState;
import dev.caravan.protocol.Harvesting.Answer;
import dev.caravan.protocol.Harvesting.Count;
import dev.caravan.protocol.Harvesting.Ending;
import dev.caravan.protocol.Harvesting.Job;
import dev.caravan.protocol.Harvesting.Reader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Poll and collect (protocol.md, rules 14 to 25) of the attempts of one record, by two processes. */
final class CollectModel implements Model<Harvesting> {
    private static final Set<BatchState> WAITS = EnumSet.of(ASSEMBLED, CREATING, SUBMITTED);

    /** Of the first batch; the others are there for what comes late from it. */
    private static final Set<Answer> ANSWERS = EnumSet.complementOf(EnumSet.of(Answer.UNKNOWN));

    /** A mistake that the protocol forbids. */
    enum Fault {
        /** Rule 20: a result is accepted by the state of the record alone. */
        MATCH_BY_STATE,
        /** Rule 22: a retry is due as soon as the error is read. */
        RETRY_BEFORE_COLLECTED,
        /** Rule 22: the first line counts, also where it is an error. */
        FIRST_LINE_COUNTS,
        /** Rule 3. */
        NO_FENCE,
        /** A file that is read again is counted again. */
        LINES_COUNT_TWICE,
        /** Rule 23: "missing" from an incomplete read. */
        HALF_A_FILE_IS_WHOLE
    }

    private final int attempts;
    private final CollectSteps collect;
    private final DecideSteps decide;

    CollectModel(int attempts, Set<Fault> faults) {
        this.attempts = attempts;
        this.collect = new CollectSteps(faults);
        this.decide = new DecideSteps(attempts, faults);
    }

    @Override
    public Harvesting start() {
        return new Harvesting(RecordState.QUEUED, 0, 0, 0, 0, false, List.of(), List.of(Reader.IDLE, Reader.IDLE));
    }

    @Override
    public void next(Harvesting s, Steps<Harvesting> steps) {
        if (s.record() == RecordState.QUEUED && s.batches().size() < attempts) {
            steps.to("T2", s.assembled());
        }
        for (int no = 1; no <= s.batches().size(); no++) {
            provider(s, no, steps);
        }
        for (int n = 1; n <= 2; n++) {
            collect.next(s, n, steps);
            if (!s.reader(n).equals(Reader.IDLE)) {
                steps.to("crash of " + n, s.reader(n, Reader.IDLE));
            }
        }
        decide.next(s, steps);
    }

    private static void provider(Harvesting s, int no, Steps<Harvesting> steps) {
        Job job = s.job(no);
        switch (job.state()) {
            case ASSEMBLED -> steps.to("4 creating " + no, s.job(no, job.state(CREATING)));
            case CREATING -> steps.to("6 submitted " + no, s.job(no, job.state(SUBMITTED)));
            case SUBMITTED -> {
                for (Answer answer : no == 1 ? ANSWERS : EnumSet.of(Answer.OK, Answer.ERROR)) {
                    steps.to("poll " + no + ": " + answer, s.job(no, job.ended(answer, Ending.COMPLETED)));
                }
                steps.to("poll " + no + ": expired", s.job(no, job.ended(Answer.NONE, Ending.EXPIRED)));
                steps.to("poll " + no + ": cancelled", s.job(no, job.ended(Answer.NONE, Ending.CANCELLED)));
                steps.to(
                        "batch " + no + " declared lost",
                        s.job(no, job.state(LOST).count(Count.NOT_RUN)).outcome(RecordState.HELD, 0, 0));
            }
            default -> {}
        }
        if (no == 1 && !job.twin() && !WAITS.contains(job.state()) && job.answer() != Answer.FOREIGN) {
            steps.to("twin of " + no + " shows itself", s.job(no, job.twinSeen()));
        }
    }

    @Override
    public Optional<String> violation(Harvesting s) {
        int open = 0;
        for (int no = 1; no <= s.batches().size(); no++) {
            Job job = s.job(no);
            boolean notRun = job.state() == COLLECTING && job.count() == Count.NOT_RUN;
            open += job.state().isFinal() || notRun ? 0 : 1;
            if (job.cost() != Integer.bitCount(job.read())) {
                return Optional.of("the cost of a line of batch " + no + " is counted twice");
            }
            if (WAITS.contains(job.state()) && (s.record() != RecordState.SUBMITTED || s.member() != no)) {
                return Optional.of("batch " + no + " is under way without its member");
            }
            if (job.state() == COLLECTED && job.count() == Count.NOTHING) {
                return Optional.of("batch " + no + " is collected and its member has no outcome");
            }
            boolean wanted = job.answer().lines.contains("o") && s.record() != RecordState.SUPERSEDED;
            if (job.state() == COLLECTED && wanted && job.count() != Count.OK) {
                return Optional.of("a paid answer of batch " + no + " is lost: it counts as " + job.count());
            }
        }
        if (open > 1) {
            return Optional.of("a second attempt while the first may still be answered");
        }
        if (s.record() == RecordState.SUBMITTED && s.restsInFinalBatch()) {
            return Optional.of("the record waits for a batch that has ended");
        }
        if (s.result() > 0 && (s.result() / 10 != s.member() || s.resultOf() != s.attempt())) {
            return Optional.of("a result of attempt " + s.resultOf() + " is applied to attempt " + s.attempt());
        }
        return Optional.empty();
    }

    /** Every batch has its end, every line is counted, and the record rests. */
    @Override
    public boolean settled(Harvesting s) {
        boolean rests = s.record() != RecordState.SUBMITTED
                && (s.record() != RecordState.QUEUED || s.batches().size() == attempts);
        return rests
                && s.batches().stream().allMatch(job -> job.state().isFinal() && (!job.twin() || job.hasRead(3)))
                && s.readers().stream().allMatch(Reader.IDLE::equals);
    }

    @Override
    public long fingerprint(Harvesting s) {
        var print = new Fingerprint()
                .add(s.record())
                .add(s.member())
                .add(s.attempt())
                .add(s.result());
        print.add(s.resultOf()).add(s.stale()).add(s.batches().size());
        for (Job job : s.batches()) {
            print.add(job.state())
                    .add(job.owner())
                    .add(job.answer())
                    .add(job.ending())
                    .add(job.count());
            print.add(job.read()).add(job.cost()).add(job.twin()).add(job.again());
        }
        for (Reader reader : s.readers()) {
            print.add(reader.at()).add(reader.batch()).add(reader.line()).add(reader.answer());
        }
        return print.value();
    }

    @Override
    public void moves(Harvesting before, Harvesting after, Consumer<Move> made) {
        if (before.record() != after.record()) {
            made.accept(Move.of("RECORD", before.record(), after.record()));
        }
        for (int no = 1; no <= before.batches().size(); no++) {
            if (before.job(no).state() != after.job(no).state()) {
                made.accept(
                        Move.of("BATCH", before.job(no).state(), after.job(no).state()));
            }
        }
    }
}
