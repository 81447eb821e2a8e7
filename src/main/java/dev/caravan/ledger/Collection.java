package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bringing results home: outcomes in chunks, then what is missing, then the end. */
public interface Collection {

    /**
     * A result file is durable in the spool; the ledger names it with its hash (rule 24). Naming it again changes nothing.
     *
     * @throws LedgerException if another file is accepted for this kind and try: one answer is read, whatever comes later
     */
    void accepted(Batches.Claim claim, ResultFile file);

    /**
     * An accepted file is not what was written: it counts as not accepted until it is {@link #accepted} again, event {@link
     * EventKind#SPOOL_DAMAGED}. If outcomes were applied before, only the very same bytes are accepted again: the records
     * know their lines by their place.
     */
    void withdraw(Batches.Claim claim, ResultFile file, String why);

    /**
     * A file of a batch that is collected already is not what was written, and its answers are still to be published: it
     * is fetched again, by whoever claims the batch for that ({@link Batches#claimForCollect}), event {@link
     * EventKind#SPOOL_DAMAGED}. Nothing happens if that is under way.
     */
    void mend(long batchId, ResultFile file, String why);

    /** Files that are withdrawn and not accepted again. */
    List<ResultFile> withdrawn(long batchId);

    /** The accepted result files of a batch, in the order they were accepted; the position is the file's number. */
    List<ResultFile> files(long batchId);

    /**
     * Moves records by (id, state submitted, batch, attempt), in one transaction with counters and costs; sorts by id
     * itself. A success may replace an error or invalid output of the same batch and attempt; the line that it replaces
     * is surplus. What matches nothing is surplus too: stored, counted, and moves nothing. A line that was applied before is
     * passed over, so that a file may be read again after a crash.
     */
    Moved apply(Batches.Claim claim, List<Outcome> outcomes);

    /**
     * Reading of its results stops here for now, and whatever lies before is {@link #apply applied}: whoever goes on, this
     * node or another, begins there.
     */
    void stopped(Batches.Claim claim, Stop at);

    /** Where reading stopped; empty if it never did. */
    Optional<Stop> stop(long batchId);

    /**
     * After a complete read: members without an outcome. With {@code notRun} they are queued again (held if the batch was
     * cancelled) and burn no try; else they are {@code provider_error} with code {@code missing}, due at
     * {@code retryAt} if given. A transaction for each stretch of 10,000 members: done again after a crash, it goes on with
     * those that are left.
     */
    int settleRest(Batches.Claim claim, Rest rest);

    /** Everything is accounted for: {@link BatchState#COLLECTED}. Retries of its members may become due now. */
    BatchCounts collected(Batches.Claim claim);

    /**
     * A place in the results of a batch.
     *
     * @param of tells the files that are read from any others, by their bytes; the place is good for these only
     * @param file number of the one that is read next; @param offset of the next line in it
     * @param lines that were read so far
     */
    record Stop(String of, int file, long offset, int lines) {}

    /** @param file number of the result file in {@link #files}; @param offset where its line starts */
    record ResultAt(int file, long offset) {}

    /**
     * The outcome of one record.
     *
     * @param state completed, invalid_output, provider_error or review_required
     * @param code stable word of the outcome ({@code ok}, {@code schema.enum}, {@code rate_limit_exceeded}, …)
     * @param detail what a person reads; empty for ok
     * @param retryAt when a provider error goes again; null if it does not
     * @param byRecord whether the failure was caused by the record and burns one of its tries
     * @param reviewAt how many burnt tries, this one included, make it review_required instead; 0 for never
     */
    record Outcome(
            long recordId,
            int attempt,
            RecordState state,
            String code,
            String detail,
            @Nullable Instant retryAt,
            boolean byRecord,
            int reviewAt,
            ResultAt at,
            Usage usage) {}

    /** Tokens, and cost in millionths of a US dollar. Cached and reasoning tokens are parts of in and out. */
    record Usage(int in, int cached, int out, int reasoning, long costMicros) {
        public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

        /** The sum of both, as far as a number of this size can say it. */
        public Usage plus(Usage other) {
            return new Usage(
                    in + other.in,
                    cached + other.cached,
                    out + other.out,
                    reasoning + other.reasoning,
                    costMicros + other.costMicros);
        }
    }

    /** @param path in the spool; @param kind the protocol's word for it: results, errors */
    record ResultFile(String kind, String path, long bytes, String sha256, int tryNo) {}

    /**
     * @param reviewAt how many burnt tries make a missing record review_required; 0 for never
     * @param code why they have no result, if it is no fault of theirs and for good; null: they are missing
     */
    record Rest(
            boolean notRun,
            @Nullable Instant retryAt,
            int reviewAt,
            String detail,
            @Nullable String code) {

        public Rest(boolean notRun, @Nullable Instant retryAt, int reviewAt, String detail) {
            this(notRun, retryAt, reviewAt, detail, null);
        }

        /** Their results were paid, but the provider no longer has them: {@code results_gone}, and a person decides. */
        public static Rest gone(String detail) {
            return forGood("results_gone", detail);
        }

        /** They are in {@code provider_error} with this code, and are not sent again by themselves. */
        public static Rest forGood(String code, String detail) {
            return new Rest(false, null, 0, detail, code);
        }
    }

    /** @param surplus outcomes that matched no submitted member */
    record Moved(int moved, int surplus) {}

    /**
     * {@code sent = ok + invalid + error + missing + notRun}: by what the provider answered, whatever became of the record.
     * Cost is that of all lines, surplus ones too, in millionths of a US dollar.
     */
    record BatchCounts(
            int sent, int ok, int invalid, int error, int missing, int notRun, int surplus, long costMicros) {
        public boolean conserved() {
            return sent == ok + invalid + error + missing + notRun;
        }
    }
}
