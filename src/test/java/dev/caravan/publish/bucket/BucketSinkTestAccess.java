package dev.caravan.publish.bucket;

import dev.caravan.bucket.Buckets;
import dev.caravan.publish.ContentFormats;

/** Lets tests of routes write to buckets. */
public final class BucketSinkTestAccess {
    private BucketSinkTestAccess() {}

    public static BucketSink sink(Buckets buckets, ContentFormats formats) {
        return new BucketSink(buckets, formats);
    }
}
