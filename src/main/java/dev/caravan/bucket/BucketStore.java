package dev.caravan.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one bucket connection. Keys stand below the prefix of the connection. Every method calls the network
 * unless it says otherwise; the vendor's client repeats what may be repeated. Thread-safe.
 *
 * <p>Errors: {@link java.nio.file.NoSuchFileException} where an object is missing, {@link
 * java.nio.file.FileAlreadyExistsException} where one must not be there, {@link BucketChangedException} where it has
 * another version, {@link java.nio.file.AccessDeniedException} where a right is missing; every other {@link IOException}
 * may pass.
 */
public interface BucketStore {

    /** {@code s3://bucket/key} or {@code gs://bucket/key}, percent-encoded, with the prefix. Calls nothing. */
    String uri(String key);

    /**
     * Starts an object that appears whole at {@link BucketWriter#commit()}, never over another one. Holds one part in
     * memory (8 MiB; more only beyond 16 GB).
     *
     * @param metadata kept with it: keys of lower-case letters, digits and {@code -}, values of printable ASCII; such as
     *     {@code sha256}
     */
    BucketWriter create(String key, Map<String, String> metadata) throws IOException;

    /** Writes an object from a stream, which stays open. Like {@link #create}. */
    default BucketObject put(String key, InputStream bytes, Map<String, String> metadata) throws IOException {
        try (BucketWriter out = create(key, metadata)) {
            bytes.transferTo(out);
            return out.commit();
        }
    }

    /** The object as it is now, with its metadata. */
    Optional<BucketObject> head(String key) throws IOException;

    /** When this version of the object came to be; empty if there is none, or nobody says. */
    default Optional<Instant> writtenAt(String key) throws IOException {
        return Optional.empty();
    }

    /**
     * Reads a range in one call.
     *
     * @param version null: whichever is there
     * @param length at most; fewer bytes at the end of the object, none behind it
     */
    byte[] read(String key, @Nullable String version, long offset, int length) throws IOException;

    /** Reads one version from {@code offset} on, in ranges of up to 8 MiB; nothing stays open between them. */
    default InputStream open(String key, @Nullable String version, long offset) {
        return new RangeStream((at, length) -> read(key, version, at, length), offset);
    }

    /**
     * One page of the objects whose keys begin with a prefix.
     *
     * @param token from the page before, null for the first
     * @param limit most objects, 1 to 1000
     */
    BucketPage list(String prefix, @Nullable String token, int limit) throws IOException;

    /**
     * Deletes an object.
     *
     * @param version only this one; null: whichever is there
     * @return false if it was not there
     */
    boolean delete(String key, @Nullable String version) throws IOException;

    /** Copies one version with its metadata inside the bucket, never over another object. */
    void copy(BucketObject from, String to) throws IOException;

    /** Sets a tag (S3) or a metadata field (GCS) on an object that is there; others stay. */
    void mark(BucketObject object, String name, String value) throws IOException;

    /** Ends uploads below a prefix that a dead process began; nobody else may be writing there. */
    void abortUploads(String prefix) throws IOException;
}
