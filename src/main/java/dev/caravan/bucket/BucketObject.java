package dev.caravan.bucket;

import java.util.Map;

/**
 * One version of an object.
 *
 * @param key below the prefix of the connection
 * @param size in bytes
 * @param version changes with every new content: the ETag at S3, the generation at GCS
 * @param metadata of its owner, keys in lower case; empty in lists
 */
public record BucketObject(String key, long size, String version, Map<String, String> metadata) {
    public BucketObject {
        metadata = Map.copyOf(metadata);
    }
}
