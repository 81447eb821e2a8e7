package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submissions: bodies of lines that came over HTTP, each accepted whole, with one drop for each task of its lines. */
public interface Submissions {
    /** The zone of their drops. Until its submission is accepted such a drop is {@link DropState#ARRIVING}. */
    String ZONE = "http";

    /**
     * Accepts a submission: from this transaction on it is known, and its drops may be read. Their bytes, and its body, are
     * durable already. Drops that are received already stay as they are.
     *
     * @return this one; the one that was accepted before under the same key, if there is one, and then nothing is changed
     */
    Submission accept(NewSubmission submission, List<Part> parts);

    /** One of a workspace by its public id. */
    Optional<Submission> find(String workspace, String publicId);

    /** The one that was accepted under a key of the caller's. */
    Optional<Submission> byKey(String workspace, String key);

    /** Whether it was accepted once. */
    boolean knows(String publicId);

    /** Drops that arrived for a submission that was never accepted: their process ended. */
    List<Long> orphans();

    /** Those in OpenAI's shape, newest first. @param after public id of the last one seen; null starts */
    List<Submission> list(String workspace, @Nullable String after, int limit);

    /** Where one is that is open. */
    Standing standing(long submissionId);

    /** Its drops with their counts, in the order in which they came. */
    List<Part> parts(long submissionId);

    /**
     * Takes the oldest one that is open and of which nothing moves any more without somebody's order: everything is
     * published, discarded, held, invalid or failed for good. Raises its fence.
     */
    Optional<Claim> claim();

    /** Gives a claim back; the next one is taken not before all others were. */
    void release(Claim claim);

    /** The files of it are gone: it was deleted by age in a time that the ledger has forgotten. It ends without an output. */
    void lost(Claim claim);

    /** Its output is durable. @throws StaleFenceException if the claim is no longer ours */
    void ended(Claim claim, Output output);

    /** Somebody cancelled it. False if it had ended or was cancelled before. */
    boolean cancelled(long submissionId);

    /**
     * What became of the lines of a drop, in the order of its lines; refused rows are in {@link Drops#refusals}.
     *
     * @param afterRecordId 0 starts
     */
    List<Outcome> outcomes(long dropId, long afterRecordId, int limit);

    /** Ended ones whose drops have lost their payloads by age, and whose files are still there. */
    List<Claim> aged(int limit);

    /** Their files are gone. */
    void purged(long submissionId);

    /**
     * @param key what the caller names it by, so that a repetition is known; null if it does not
     * @param sha256 of the body as it came, without compression, in hex
     */
    record NewSubmission(
            String publicId,
            String workspace,
            String actor,
            @Nullable String key,
            String sha256,
            long lines,
            long bytes,
            Instant at,
            @Nullable Order order) {

        /** Lines of the Batch API. */
        public NewSubmission(
                String publicId,
                String workspace,
                String actor,
                @Nullable String key,
                String sha256,
                long lines,
                long bytes,
                Instant at) {
            this(publicId, workspace, actor, key, sha256, lines, bytes, at, null);
        }
    }

    /**
     * What one in OpenAI's shape says of itself.
     *
     * @param inputFile public id of the file with its lines; null if it brought them itself
     * @param model what all lines name; null if each names its own
     * @param metadata a JSON object; null for none
     */
    record Order(
            String endpoint,
            String window,
            @Nullable String inputFile,
            @Nullable String model,
            @Nullable String metadata) {}

    /** Cached and reasoning tokens are parts of in and out. */
    record Tokens(long in, long cached, long out, long reasoning) {
        public static final Tokens NONE = new Tokens(0, 0, 0, 0);

        public Tokens plus(Collection.Usage one) {
            return new Tokens(in + one.in(), cached + one.cached(), out + one.out(), reasoning + one.reasoning());
        }
    }

    /**
     * Where an open submission is.
     *
     * @param ends whether nothing of it moves any more, so that its output is written next
     * @param retries its lines that failed and go again by themselves
     * @param states what providers say of running batches with lines of it, of those words that matter: paused, updating
     */
    record Standing(boolean ends, List<String> states, long retries) {}

    /** A drop of a submission. @param path of its bytes in the spool */
    record Part(long dropId, String operation, String path, long bytes) {}

    /** The codes are stored and never renumbered. */
    enum State {
        OPEN(1),
        COMPLETED(2),
        /** No line has a result. */
        FAILED(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * A submission.
     *
     * @param ok lines with a result; @param failed lines without; both 0 while it is open
     * @param read whether all of its drops were read
     * @param readAt when the last of its drops was read; null if none was yet
     * @param finalizingAt when the writing of its output began; null if it did not
     * @param output where its output is; null while it is open, or when that was deleted by age
     * @param order null for lines of the Batch API
     * @param tokens of all its results; none while it is open
     * @param expired of those that failed: its providers ran out of time
     * @param troubles the first lines that failed, as JSON; null for none
     */
    record Submission(
            long id,
            String publicId,
            String workspace,
            String actor,
            String sha256,
            long lines,
            Instant createdAt,
            State state,
            @Nullable Instant cancelledAt,
            @Nullable Instant endedAt,
            long ok,
            long failed,
            boolean read,
            @Nullable Instant readAt,
            @Nullable Instant finalizingAt,
            @Nullable String output,
            @Nullable Order order,
            Tokens tokens,
            long expired,
            @Nullable String troubles) {}

    /** The right to end one submission. */
    record Claim(long id, String publicId, long fence) {}

    /**
     * What ended a submission.
     *
     * @param path in the spool
     * @param files what callers find as files of theirs
     */
    record Output(
            String path,
            long bytes,
            String sha256,
            long ok,
            long failed,
            Tokens tokens,
            long expired,
            @Nullable String troubles,
            List<StoredFiles.StoredFile> files) {}

    /**
     * What became of one line.
     *
     * @param line of the drop's file, from 1
     * @param sourceId its public id, a colon and the id that the caller gave; something else once it is erased
     * @param code why it is no result; {@code ok} if it is one
     * @param published whether its value was frozen for its sinks
     * @param value that a person gave, as compact JSON; null if it is the model's answer
     */
    record Outcome(
            long line,
            long recordId,
            String sourceId,
            RecordState state,
            String code,
            int recipeId,
            long batchId,
            Collection.ResultAt result,
            Collection.@Nullable ResultFile file,
            Collection.Usage usage,
            boolean published,
            @Nullable String value) {}
}
