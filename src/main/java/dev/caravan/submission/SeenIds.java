package dev.caravan.submission;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;

/** Which ids there were, by 128 bits of each: at most 32 bytes an id, whatever their lengths. */
final class SeenIds {
    private static final int FIRST = 1 << 10;

    private long[] slots = new long[2 * FIRST];
    private int size;

    /** False if it was there. */
    boolean add(String id) {
        if (size * 10L >= slots.length / 2 * 8L) {
            grow();
        }
        HashValue128 hash = Hashing.murmur3_128().hashBytesTo128Bits(id.getBytes(StandardCharsets.UTF_8));
        boolean added = put(slots, hash.getMostSignificantBits(), hash.getLeastSignificantBits() | 1);
        size += added ? 1 : 0;
        return added;
    }

    /** @param low never 0, which is an empty slot */
    private static boolean put(long[] slots, long high, long low) {
        int places = slots.length / 2;
        int at = (int) Long.remainderUnsigned(high, places);
        while (slots[2 * at + 1] != 0) {
            if (slots[2 * at] == high && slots[2 * at + 1] == low) {
                return false;
            }
            at = at + 1 == places ? 0 : at + 1;
        }
        slots[2 * at] = high;
        slots[2 * at + 1] = low;
        return true;
    }

    /** By half, not twice: so that no more than a half is empty. */
    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length / 2 + slots.length / 4, 2)];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i + 1] != 0) {
                put(larger, slots[i], slots[i + 1]);
            }
        }
        slots = larger;
    }
}
