package dev.caravan.provider.bedrock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3, as far as Bedrock takes it: keys of plain characters only.
 *
 * @param key without a slash at its start; empty for the bucket itself
 */
record S3Place(String bucket, String key) {
    private static final Pattern URI =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([-!_*'().a-zA-Z0-9/]{0,1000}))?");

    /** @throws IllegalArgumentException if it is no such place */
    static S3Place of(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + uri + "\" is no place in S3 such as s3://bucket/prefix/");
        }
        return new S3Place(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    static boolean isOne(String uri) {
        return URI.matcher(uri).matches();
    }

    /** One level down. */
    S3Place below(String name) {
        return new S3Place(bucket, key.isEmpty() || key.endsWith("/") ? key + name : key + "/" + name);
    }

    /** Another object of the same bucket. */
    S3Place sibling(String otherKey) {
        return new S3Place(bucket, otherKey);
    }

    String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
