package dev.caravan.bucket;

import dev.caravan.bucket.BucketSettings.Access;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.testkit.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Lets tests elsewhere use the servers of the testkit, by the connections {@code exports} (S3) and {@code archive} (GCS) to
 * the bucket {@code acme-exports}.
 */
public final class BucketTestAccess {
    private BucketTestAccess() {}

    /** With the keys of {@link S3Server}. */
    public static Buckets s3(URI endpoint, String prefix) {
        return buckets(Kind.S3, endpoint, prefix, Access.keys(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
    }

    public static Buckets gcs(URI endpoint, String prefix, Path serviceAccount) {
        return buckets(Kind.GCS, endpoint, prefix, Access.keyFile(serviceAccount.toString()));
    }

    /** Without any right. */
    public static Buckets stranger(Kind kind, URI endpoint, String prefix) {
        return buckets(kind, endpoint, prefix, Access.anonymous());
    }

    public static String name(Kind kind) {
        return kind == Kind.S3 ? "exports" : "archive";
    }

    private static Buckets buckets(Kind kind, URI endpoint, String prefix, Access access) {
        boolean s3 = kind == Kind.S3;
        return new Buckets(Map.of(
                name(kind),
                new BucketSettings(
                        name(kind),
                        kind,
                        "acme-exports",
                        prefix,
                        s3 ? Optional.of(S3Server.REGION) : Optional.empty(),
                        Optional.of(endpoint.toString()),
                        s3,
                        access)));
    }
}
