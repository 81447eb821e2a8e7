package dev.caravan.spool;

import dev.caravan.bucket.Buckets;
import java.io.IOException;
import java.nio.file.Path;

/** Finds the spool that the configuration names. */
public final class Spools {
    private Spools() {}

    /**
     * @param where {@code caravan.spool}: a folder, or an address such as {@code s3://bucket/prefix}; blank for {@code folder}
     */
    public static Spool at(String where, Path folder, Buckets buckets) throws IOException {
        if (where.contains("://")) {
            return new TellingSpool(new BucketSpool(buckets.storeAt(where)), "in " + where, null);
        }
        Path root = (where.isBlank() ? folder : Path.of(where)).toAbsolutePath().normalize();
        return new TellingSpool(new LocalSpool(root), "in " + root, root);
    }
}
