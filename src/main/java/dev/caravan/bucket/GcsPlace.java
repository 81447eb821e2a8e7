package dev.caravan.bucket;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a connection points to, and how its errors read. */
record GcsPlace(String connection, String bucket, String prefix) {

    /** @param version null: the live one */
    BlobId id(String key, @Nullable String version) {
        String full = BucketKey.full(prefix, key);
        return version == null ? BlobId.of(bucket, full) : BlobId.of(bucket, full, Long.parseLong(version));
    }

    String relative(String fullKey) {
        return fullKey.substring(prefix.length());
    }

    String uri(String key) {
        return "gs://" + bucket + "/" + BucketKey.encode(prefix + key);
    }

    static BucketObject object(String key, BlobInfo blob) {
        Map<String, String> metadata = new HashMap<>();
        if (blob.getMetadata() != null) {
            blob.getMetadata().forEach((name, value) -> {
                if (value != null) {
                    metadata.put(name, value);
                }
            });
        }
        return new BucketObject(key, blob.getSize(), String.valueOf(blob.getGeneration()), metadata);
    }

    /** The client throws its own exception, or hides it in an {@link IOException}. */
    static @Nullable StorageException storage(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException found) {
                return found;
            }
        }
        return null;
    }

    /** @param version that was asked for */
    IOException error(String key, @Nullable String version, Exception e) {
        StorageException cause = storage(e);
        int status = cause == null ? 0 : cause.getCode();
        if (status == BucketErrors.PRECONDITION && version != null) {
            return new BucketChangedException(uri(key), version, e);
        }
        return BucketErrors.of(connection, uri(key), status, e.getMessage(), e);
    }
}
