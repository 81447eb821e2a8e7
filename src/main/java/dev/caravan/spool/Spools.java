package dev.caravan.spool;

import dev.caravan.bucket.Buckets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds the spool that the configuration names. */
public final class Spools {
    private Spools() {}

    /**
     * @param where {@code caravan.spool}: a folder, or an address such as {@code s3://bucket/prefix}; blank for {@code folder}
     */
    public static Spool at(String where, Path folder, Buckets buckets) throws IOException {
        return at(where, folder, buckets, new Room(List.of(), MinFree.USUAL, System::nanoTime));
    }

    /** The same that takes nothing new when a disk has too little room. */
    static Spool at(String where, Path folder, Buckets buckets, Room room) throws IOException {
        if (where.contains("://")) {
            return new TellingSpool(new BucketSpool(buckets.storeAt(where)), "in " + where, null, room);
        }
        Path root = (where.isBlank() ? folder : Path.of(where)).toAbsolutePath().normalize();
        return new TellingSpool(new LocalSpool(root), "in " + root, root, room);
    }
}
