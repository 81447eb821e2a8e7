package dev.caravan.costs;

import org.jspecify.annotations.Nullable;

/**
 * What an organisation reckons for what nobody sends a bill for; null: no money is told, only minutes and bytes.
 *
 * @param review US dollars for an hour of a person
 * @param storage US dollars for 1,000,000,000 bytes in a month
 */
public record Rates(@Nullable Double review, @Nullable Double storage) {
    private static final double HOUR = 3_600_000;
    private static final double GIGABYTE = 1e9;

    public Rates {
        check("review-usd-per-hour", review);
        check("storage-usd-per-gb-month", storage);
    }

    private static void check(String setting, @Nullable Double usd) {
        if (usd != null && !(usd >= 0 && usd <= 1_000_000)) {
            throw new IllegalArgumentException("caravan.costs." + setting + " is " + usd
                    + ". It is US dollars, 0 to 1000000; leave it out for none");
        }
    }

    /** Millionths of a US dollar; null if there is no rate. */
    public @Nullable Long ofReview(long millis) {
        return review == null ? null : Long.valueOf(Math.round(millis / HOUR * review * 1e6));
    }

    /** Millionths of a US dollar a month; null if there is no rate. */
    public @Nullable Long ofStorage(long bytes) {
        return storage == null ? null : Long.valueOf(Math.round(bytes / GIGABYTE * storage * 1e6));
    }
}
