package dev.caravan.bucket;

import dev.caravan.bucket.BucketSettings.Access;
import dev.caravan.bucket.BucketSettings.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a bucket as operators write it: {@code s3://bucket/prefix} or {@code gs://bucket/prefix}. */
record BucketAddress(Kind kind, String bucket, String prefix) {
    private static final Pattern ADDRESS =
            Pattern.compile("(s3|gs)://(" + BucketsReader.BUCKET + ")(?:/(?!/)([^\\p{Cntrl}?#]*))?");

    static boolean isOne(String text) {
        return text.contains("://");
    }

    /** @throws IllegalArgumentException if it can't be read as one */
    static BucketAddress of(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text.replaceAll("\\p{Cntrl}", "?")
                    + "\" is not the address of a place in a bucket. Expected one such as s3://bucket/prefix or"
                    + " gs://bucket/prefix");
        }
        String prefix = matcher.group(3) == null ? "" : matcher.group(3);
        return new BucketAddress(
                matcher.group(1).equals("s3") ? Kind.S3 : Kind.GCS,
                matcher.group(2),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    /** This place over the connection whose prefix holds it, or with what the machine offers. */
    BucketSettings over(Collection<BucketSettings> connections) {
        return connections.stream()
                .filter(c -> c.kind() == kind && c.bucket().equals(bucket) && prefix.startsWith(c.prefix()))
                .max(Comparator.comparingInt(c -> c.prefix().length()))
                .map(this::at)
                .orElseGet(() -> new BucketSettings(
                        kind.scheme() + "://" + bucket,
                        kind,
                        bucket,
                        prefix,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Access.ofTheMachine()));
    }

    private BucketSettings at(BucketSettings c) {
        return new BucketSettings(c.name(), kind, bucket, prefix, c.region(), c.endpoint(), c.pathStyle(), c.access());
    }
}
