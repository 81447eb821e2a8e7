package dev.caravan.validation;

/** A share of records chosen by their id: the same record is always in, or always out. */
final class Sample {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double BUCKETS = 1L << 53;

    private final double percent;

    Sample(double percent) {
        this.percent = percent;
    }

    boolean has(long recordId) {
        return (mix(recordId) >>> 11) / BUCKETS * 100 < percent;
    }

    /** SplitMix64: neighbouring ids end up far apart. */
    private static long mix(long id) {
        long z = id + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public String toString() {
        return "sample of " + (percent == Math.rint(percent) ? String.valueOf((long) percent) : percent) + " %";
    }
}
