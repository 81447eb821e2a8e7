package dev.caravan.model;

/**
 * Batch prices in US dollars per million tokens. Reasoning tokens are paid as output.
 *
 * @param realTime how many times as much a real-time call costs
 */
public record Price(double input, double cachedInput, double output, double realTime) {
    /** What batches save at almost every provider: half. */
    public static final double USUAL_REAL_TIME = 2;

    public static final Price FREE = new Price(0, 0, 0);

    /** Where a real-time call costs twice as much. */
    public Price(double input, double cachedInput, double output) {
        this(input, cachedInput, output, USUAL_REAL_TIME);
    }

    /** Cost in millionths of a US dollar; {@code cached} is a part of {@code in}. */
    public long micros(long in, long cached, long out) {
        return Math.round((in - cached) * input + cached * cachedInput + out * output);
    }

    /** The same for a real-time call. */
    public long realTimeMicros(long in, long cached, long out) {
        return Math.round(((in - cached) * input + cached * cachedInput + out * output) * realTime);
    }
}
