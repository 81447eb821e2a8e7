package dev.caravan.bench;

/**
 * One round of a row.
 *
 * @param first what Caravan took for the first file of a process
 * @param next what it took for the next
 * @param load of the machine in the last minute, before the round
 */
record Round(Cost duck, Cost first, Cost next, double load) {
    private static final double DISTURBED = 1.3;

    /** Whether nothing can be said of it, as DuckDB was slower than it can be here. */
    boolean isDisturbed(long bestDuckMillis) {
        return duck.wallMillis() > DISTURBED * bestDuckMillis;
    }
}
