package dev.caravan.bench;

/**
 * One round of a row.
 *
 * @param load of the machine in the last minute, before the round
 */
record Round(Cost duck, Cost caravan, double load) {
    private static final double DISTURBED = 1.3;

    double ratio() {
        return (double) caravan.wallMillis() / duck.wallMillis();
    }

    /** Whether nothing can be said of it, as DuckDB was slower than it can be here. */
    boolean isDisturbed(long bestDuckMillis) {
        return duck.wallMillis() > DISTURBED * bestDuckMillis;
    }
}
