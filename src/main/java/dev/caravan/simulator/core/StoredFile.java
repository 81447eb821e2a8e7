package dev.caravan.simulator.core;

/**
 * What is known of an uploaded or a result file.
 *
 * @param seq order of creation, finer than the seconds on the wire
 * @param createdAt epoch seconds
 * @param expiresAt epoch seconds
 * @param deletedAt epoch milliseconds, 0 = not deleted
 */
public record StoredFile(
        long seq,
        String id,
        String filename,
        String purpose,
        long bytes,
        long createdAt,
        long expiresAt,
        long deletedAt) {
    StoredFile deleted(long millis) {
        return new StoredFile(seq, id, filename, purpose, bytes, createdAt, expiresAt, millis);
    }

    boolean exists(long nowMillis) {
        return deletedAt == 0 && nowMillis / 1000 < expiresAt;
    }
}
