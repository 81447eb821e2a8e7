package dev.caravan.model;

/** Batch prices in US dollars per million tokens. Reasoning tokens are paid as output. */
public record Price(double input, double cachedInput, double output) {
    public static final Price FREE = new Price(0, 0, 0);

    /** Cost in millionths of a US dollar; {@code cached} is a part of {@code in}. */
    public long micros(long in, long cached, long out) {
        return Math.round((in - cached) * input + cached * cachedInput + out * output);
    }
}
