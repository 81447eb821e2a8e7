package dev.caravan.intake;

import dev.caravan.ledger.Ranges;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that come more than once in a drop, as hashes: rows with them are stored in the order of their lines. A hash that two
 * keys share does no harm, since it only puts both off.
 */
final class Doubles {
    /** 8 MB; with more of them most rows would be put off. */
    static final int MOST = 1_000_000;

    /** Keys that are held at once: 16 MB. */
    static final int AT_ONCE = 2_000_000;

    private static final Doubles NONE = new Doubles(new long[0]);

    private final long[] hashes;

    private Doubles(long[] hashes) {
        this.hashes = hashes;
    }

    static Doubles load(Spool spool, @Nullable String path) throws IOException {
        if (path == null) {
            return NONE;
        }
        long[] hashes = new long[Math.toIntExact(spool.size(path) / Long.BYTES)];
        try (var in = new DataInputStream(new BufferedInputStream(spool.open(path, 0), 1 << 16))) {
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = in.readLong();
            }
        }
        return new Doubles(hashes);
    }

    boolean has(String key) {
        return hashes.length > 0 && Arrays.binarySearch(hashes, RowFileWriter.hash(key)) >= 0;
    }

    boolean none() {
        return hashes.length == 0;
    }

    /** Makes them durable; null if there are none. */
    @Nullable
    String store(Spool spool, String path) throws IOException {
        if (none()) {
            return null;
        }
        try (SpoolWriter file = spool.create(path);
                var out = new DataOutputStream(new BufferedOutputStream(file, 1 << 16))) {
            for (long hash : hashes) {
                out.writeLong(hash);
            }
            out.flush();
            file.commit();
        }
        return path;
    }

    /**
     * Looks through the keys of all ranges, a slice of their values at a time.
     *
     * @param atOnce about how many keys a slice has
     * @return null if there are more than {@link #MOST}
     */
    static @Nullable Doubles among(Spool spool, List<Ranges.Found> ranges, int atOnce) throws IOException {
        long all = ranges.stream().mapToLong(Ranges.Found::keys).sum();
        long slices = all / atOnce + 1;
        long[] passed = new long[ranges.size()];
        var found = new Longs();
        for (long slice = 1; slice <= slices; slice++) {
            // Hashes are spread evenly, so slices of their values are about as large.
            long upTo = slice == slices ? Long.MAX_VALUE : Long.MIN_VALUE + slice * Long.divideUnsigned(-1L, slices);
            var keys = new Longs();
            for (int i = 0; i < passed.length; i++) {
                passed[i] += slice(spool, ranges.get(i), passed[i], upTo, keys);
            }
            keys.twice(found);
            if (found.count > MOST) {
                return null;
            }
        }
        return new Doubles(Arrays.copyOf(found.values, found.count));
    }

    /** Adds keys of a range from one on, up to this value. Returns how many. */
    private static long slice(Spool spool, Ranges.Found range, long from, long upTo, Longs keys) throws IOException {
        if (from == range.keys()) {
            return 0;
        }
        long at = range.keysAt() + from * Long.BYTES;
        try (var in = new DataInputStream(new BufferedInputStream(spool.open(range.path(), at), 1 << 16))) {
            long next = from;
            while (next < range.keys()) {
                long key = in.readLong();
                if (key > upTo) {
                    break;
                }
                keys.add(key);
                next++;
            }
            return next - from;
        }
    }

    private static final class Longs {
        private long[] values = new long[1 << 12];
        private int count;

        void add(long value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = value;
        }

        /** Adds each value that is here more than once. */
        void twice(Longs target) {
            Arrays.sort(values, 0, count);
            for (int i = 1; i < count; i++) {
                if (values[i] == values[i - 1] && (i == 1 || values[i] != values[i - 2])) {
                    target.add(values[i]);
                }
            }
        }
    }
}
