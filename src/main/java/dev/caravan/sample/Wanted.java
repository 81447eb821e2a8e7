package dev.caravan.sample;

/**
 * Which records are asked about.
 *
 * @param records at most {@value #MOST}
 * @param anywhere any of the file with the same chance, instead of the first
 */
public record Wanted(int records, boolean anywhere) {
    public static final int USUAL = 20;
    public static final int MOST = 200;

    public Wanted {
        if (records < 1 || records > MOST) {
            throw new IllegalArgumentException("n is 1 to " + MOST + ", not " + records);
        }
    }
}
