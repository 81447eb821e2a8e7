package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of drops, and the manifests that say so. A drop changes with every move of one of its records. */
public interface Proofs {

    /** The secret of this ledger that hashes in manifests are keyed with; 32 bytes, the same for the life of the ledger. */
    byte[] key();

    /**
     * Drops at rest whose newest manifest, if there is one, tells of an earlier state. At rest: sealed or failed, nothing of
     * it queued, submitted or completed and not yet published, no retry planned. What waits for a person (review, held) or
     * for another recipe (invalid output) is at rest.
     *
     * @param notSince drops with a manifest younger than this are left out
     */
    List<Long> due(Instant notSince, int limit);

    /** What a manifest says of a drop as a whole. */
    Optional<Subject> drop(long dropId);

    /** The segments that hold its records, in the order they were written. */
    List<String> segments(long dropId);

    /** The records of a drop in the order they were read, page by page; {@code afterRecordId} 0 starts. */
    List<Row> rows(long dropId, long afterRecordId, int limit);

    /** Refused rows in line order, page by page, as {@link Drops#refusals}. */
    List<Drops.Refusal> refusals(long dropId, long afterLine, int limit);

    /** The number and record that this source record has in the drop. */
    Optional<Long> find(long dropId, String sourceId);

    /** The result files of a batch; the position is the file's number. */
    List<Answers> results(long batchId);

    /** What the attempts before the last ones of its records used. */
    Used earlier(long dropId);

    /** Files of a drop whose hashes are known, by path. */
    List<FileHash> files(long dropId);

    /** Keeps the hash of a file of a drop. */
    void hashed(long dropId, FileHash file);

    /** The manifests of a drop, oldest first. */
    List<Manifest> manifests(long dropId);

    /**
     * A manifest is durable in the spool.
     *
     * @param moves of the drop when it was read
     * @return false if the drop has moved since; nothing is stored then
     */
    boolean proved(long dropId, long moves, Manifest manifest);

    /**
     * A drop.
     *
     * @param moves how often its records have moved; the same number, the same outcomes
     * @param purgedAt when its payloads were deleted by age; null if they were not
     * @param rowsGone whether its rows were deleted by age, too
     */
    record Subject(
            long id,
            String task,
            String zone,
            String uri,
            @Nullable String tag,
            DropState state,
            @Nullable String reason,
            @Nullable String source,
            long bytes,
            @Nullable Instant sealedAt,
            long moves,
            @Nullable Instant purgedAt,
            boolean rowsGone,
            DropCounts counts) {}

    /**
     * One record.
     *
     * @param content 64-bit hash of its input
     * @param batchId of its last attempt; 0 for none
     * @param result number of the result file of that batch and offset in it; null if there is none
     * @param edit keyed hash of the value that a person gave instead; null if nobody did
     */
    record Row(
            long recordId,
            long line,
            long content,
            String sourceId,
            RecordState state,
            String code,
            int attempt,
            int recipeId,
            long batchId,
            Collection.@Nullable ResultAt result,
            Collection.Usage usage,
            @Nullable String edit) {}

    /** Sums over many attempts. */
    record Used(long in, long cached, long out, long reasoning, long costMicros) {
        public static final Used NOTHING = new Used(0, 0, 0, 0, 0);

        public Used plus(Collection.Usage one) {
            return new Used(
                    in + one.in(),
                    cached + one.cached(),
                    out + one.out(),
                    reasoning + one.reasoning(),
                    costMicros + one.costMicros());
        }
    }

    /**
     * A result file.
     *
     * @param sha256 of the file as it is
     * @param received of the file as it came home; the same unless a record was erased from it
     */
    record Answers(String path, long bytes, String sha256, String received) {}

    /** A file of the spool. */
    record FileHash(String path, long bytes, String sha256) {}

    /** @param root of the hash tree, in hex */
    record Manifest(int no, Instant at, String path, String sha256, String root) {}
}
