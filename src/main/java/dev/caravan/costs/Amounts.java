package dev.caravan.costs;

/**
 * What was spent. Money is in millionths of a US dollar, and each amount but the reviews is a part of what was paid.
 *
 * @param micros of batches; @param overspend the part of it that bought answers nobody uses
 * @param calls real-time ones; @param callMicros what they cost
 * @param unknown calls of which nobody knows whether they were run; @param unknownMicros the most that these cost
 * @param retries attempts that came to nothing and were sent again; @param retryMicros the part of {@code micros} they cost
 * @param reruns answers that a rerun asked for again; @param rerunMicros the part of {@code micros} they had cost
 * @param decisions of people; @param reviewMillis what these took
 */
public record Amounts(
        long batches,
        long micros,
        long overspend,
        long calls,
        long callMicros,
        long unknown,
        long unknownMicros,
        long retries,
        long retryMicros,
        long reruns,
        long rerunMicros,
        long decisions,
        long reviewMillis) {
    public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Amounts ofRetries(long retries, long micros) {
        return new Amounts(0, 0, 0, 0, 0, 0, 0, retries, micros, 0, 0, 0, 0);
    }

    static Amounts ofReruns(long reruns, long micros) {
        return new Amounts(0, 0, 0, 0, 0, 0, 0, 0, 0, reruns, micros, 0, 0);
    }

    static Amounts ofReviews(long decisions, long millis) {
        return new Amounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, decisions, millis);
    }

    /** What was paid, and what may have been: batches, real-time calls, and calls of which nobody knows. */
    public long paid() {
        return micros + callMicros + unknownMicros;
    }

    public Amounts plus(Amounts other) {
        return new Amounts(
                batches + other.batches,
                micros + other.micros,
                overspend + other.overspend,
                calls + other.calls,
                callMicros + other.callMicros,
                unknown + other.unknown,
                unknownMicros + other.unknownMicros,
                retries + other.retries,
                retryMicros + other.retryMicros,
                reruns + other.reruns,
                rerunMicros + other.rerunMicros,
                decisions + other.decisions,
                reviewMillis + other.reviewMillis);
    }
}
