package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of callers: what they uploaded, and the outputs of their submissions. Their bytes are in the spool. */
public interface StoredFiles {

    /** Its bytes are durable already. Nothing happens if it is known. */
    void add(StoredFile file);

    /** One of a workspace by its public id. */
    Optional<StoredFile> find(String workspace, String publicId);

    /** Those of a workspace, a page at a time. */
    List<StoredFile> list(String workspace, Page page);

    /** Public ids of uploads, all of them: what the spool is compared with at start. */
    List<String> uploads();

    /** An open submission whose lines are in this file; empty if there is none. */
    Optional<String> user(String publicId);

    /** Forgets it. False if an open submission uses it, or it is not known. */
    boolean delete(String publicId);

    /** Public ids of files whose time is over and that no open submission uses. */
    List<String> expired(Instant now, int limit);

    /**
     * What is asked of a list.
     *
     * @param after public id of the last one seen; null starts
     * @param purpose null for any
     */
    record Page(
            @Nullable String after,
            int limit,
            boolean newestFirst,
            @Nullable String purpose) {}

    /**
     * A file.
     *
     * @param filename as the caller wrote it: data, never part of a path
     * @param path in the spool, or that of an older edition
     * @param sha256 of the bytes as they came, in hex
     * @param expiresAt null: it is kept until somebody deletes it, or with its submission
     * @param submission public id of the submission whose output it is; null for an upload
     */
    record StoredFile(
            String publicId,
            String workspace,
            String actor,
            String filename,
            String purpose,
            String path,
            long bytes,
            String sha256,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String submission) {}
}
