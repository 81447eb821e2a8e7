package dev.caravan.provider.vertex;

import com.google.cloud.storage.BlobId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in Cloud Storage.
 *
 * @param path without a slash at its start; empty for the bucket itself
 */
record Gs(String bucket, String path) {
    private static final Pattern URI = Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:/(.{0,1000}))?");

    /** @throws IllegalArgumentException if it is no such place */
    static Gs of(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches() || uri.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "\"" + uri + "\" is no place in Cloud Storage such as gs://bucket/prefix");
        }
        return new Gs(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    static boolean isOne(String uri) {
        return URI.matcher(uri).matches();
    }

    /** One level down. */
    Gs below(String name) {
        return new Gs(bucket, path.isEmpty() || path.endsWith("/") ? path + name : path + "/" + name);
    }

    /** Whether it lies below a place, or is that place. */
    boolean isWithin(Gs place) {
        String prefix = place.below("").path();
        return bucket.equals(place.bucket) && below("").path().startsWith(prefix);
    }

    BlobId object() {
        return BlobId.of(bucket, path);
    }

    String uri() {
        return "gs://" + bucket + "/" + path;
    }
}
