package dev.caravan.protocol;

/** Small numbers, mixed into one of 64 bits: among four million states two agree with a chance of one to two million. */
final class Fingerprint {
    private long hash = 0x9E3779B97F4A7C15L;

    Fingerprint add(int number) {
        long mixed = (hash ^ number) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL;
        hash = mixed ^ (mixed >>> 32);
        return this;
    }

    Fingerprint add(boolean flag) {
        return add(flag ? 1 : 0);
    }

    Fingerprint add(Enum<?> value) {
        return add(value.ordinal());
    }

    long value() {
        return hash;
    }
}
