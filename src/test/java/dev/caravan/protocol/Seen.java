package dev.caravan.protocol;

import java.util.Arrays;

/** Fingerprints, numbered from 0 in the order they came; open addressing over plain arrays. */
final class Seen {
    private long[] keys = new long[1 << 16];
    private int[] numbers = new int[1 << 16];
    private int size;

    Seen() {
        Arrays.fill(numbers, -1);
    }

    /** The number of a fingerprint, which is {@link #size} before the call if it is new. */
    int add(long key) {
        if (size > keys.length / 2) {
            grow();
        }
        int at = place(key);
        if (numbers[at] < 0) {
            keys[at] = key;
            numbers[at] = size++;
        }
        return numbers[at];
    }

    int size() {
        return size;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (numbers[at] >= 0 && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[keys.length];
        Arrays.fill(numbers, -1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] >= 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                numbers[at] = oldNumbers[i];
            }
        }
    }
}
