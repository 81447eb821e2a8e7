package dev.caravan.simulator.core;

/**
 * Tokens of one answer, or of all answers of a batch.
 *
 * @param output all tokens of the answer, the hidden ones of {@code reasoning} among them
 */
public record Tokens(long input, long output, long reasoning) {
    public static final Tokens NONE = new Tokens(0, 0, 0);

    /** As many as the simulator counts for a text: four characters each. */
    public static int in(String text) {
        return (text.length() + 3) / 4;
    }

    public Tokens plus(Tokens other) {
        return new Tokens(input + other.input, output + other.output, reasoning + other.reasoning);
    }
}
