package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Cutting queued records of one task into a batch. */
public interface Assembly {

    /** What waits for a batch, per task and without {@link #parts}: how many records and since when the oldest. Only sealed drops count. */
    List<Waiting> waiting();

    /** Opens a batch in state {@link BatchState#ASSEMBLING}; committed before its spool folder exists. */
    long open(NewBatch batch);

    /**
     * The next queued, current records of the task in ascending id order, after {@code afterRecordId} (0 starts): fresh
     * ones from the chunks of sealed drops and released retries alike. Empty at the end.
     */
    List<Candidate> candidates(int taskId, long afterRecordId, int limit);

    /** Parts of refused files ({@link Refusals}) that wait for batches of their own, smallest first. */
    List<Part> parts(int limit);

    /** {@link #candidates} of a part. Nobody else may be in its batch. */
    List<Candidate> candidates(Part part, long afterRecordId, int limit);

    /**
     * Moves the members from queued to submitted, raises their attempt, stores the request file's hash; the batch is
     * {@link BatchState#ASSEMBLED}. The request file and its manifest must be durable already.
     *
     * @return false if some member moved meanwhile: nothing was changed, and the caller dissolves the batch
     */
    boolean assembled(long batchId, Cut cut);

    /**
     * Gives up a batch that is {@link BatchState#ASSEMBLING}; its members never moved.
     *
     * @throws LedgerException if it is in another state: then its bytes must stay too
     */
    void abandon(long batchId);

    /** Batches left {@link BatchState#ASSEMBLING} by nodes that are dead, to abandon. */
    List<Long> leftAssembling();

    /** Where a record's input lies: line {@code index} (0-based) of the frame at {@code offset} of {@code segment}. */
    record InputAt(String segment, long offset, int index) {}

    /**
     * Where the inputs of records lie, by record; those that are nowhere are missing.
     *
     * @param recordIds ascending
     */
    Map<Long, InputAt> inputsOf(List<Long> recordIds);

    /**
     * What tells a record from others without this ledger.
     *
     * @param attempt the attempt it would be sent with: its own + 1
     * @param tries failures caused by the record so far
     * @param content hash of its input
     */
    record Identity(long recordId, int attempt, int tries, String sourceId, long content) {}

    record Waiting(int taskId, long records, Instant oldest) {}

    /** @param part 0 if its members are of no part */
    record NewBatch(int taskId, int recipeId, String credential, long part) {
        public NewBatch(int taskId, int recipeId, String credential) {
            this(taskId, recipeId, credential, 0);
        }
    }

    /** @param recipeId of the batch before; @param root the batch that was refused first */
    record Part(long id, int taskId, int recipeId, long root, int records) {}

    /** A record that may be a member of the next batch. */
    record Candidate(Identity identity, InputAt input, long dropId) {
        public long recordId() {
            return identity.recordId();
        }

        /** The attempt it would be sent with. */
        public int attempt() {
            return identity.attempt();
        }
    }

    record Cut(Members members, String requests, long bytes, String sha256, Load load) {}

    /**
     * What a batch asks of its account, as estimated before it is sent.
     *
     * @param model the provider's model, whose limit of enqueued tokens it counts against
     * @param tokens input tokens
     * @param micros cost in millionths of a US dollar
     * @param mostMicros what it costs if every answer is as long as it may be; {@link #UNLIMITED} at most
     */
    record Load(String model, long tokens, long micros, long mostMicros) {
        /** More than any budget, and still to be summed up. */
        public static final long UNLIMITED = 1_000_000_000_000_000L;

        /** Of requests whose cost is known. */
        public Load(String model, long tokens, long micros) {
            this(model, tokens, micros, micros);
        }
    }
}
