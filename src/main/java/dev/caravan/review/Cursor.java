package dev.caravan.review;

import dev.caravan.ledger.OpenItems.Place;
import java.time.Instant;

/**
 * A place in the queue; what comes after it is the next page.
 *
 * @param since since when the item at this place is open
 */
public record Cursor(Instant since, long recordId) {
    /** Before the first item. */
    public static final Cursor START = new Cursor(Instant.EPOCH, 0);

    static Cursor of(Place place) {
        return new Cursor(place.since(), place.recordId());
    }

    /**
     * The inverse of {@link #text}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Cursor parse(String text) {
        int dash = text.indexOf('-');
        try {
            return new Cursor(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(0, dash)))),
                    Long.parseLong(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no place in the queue", e);
        }
    }

    /** For an address: milliseconds and record, with a dash between them. */
    public String text() {
        return since.toEpochMilli() + "-" + recordId;
    }

    Place place() {
        return new Place(since, recordId);
    }
}
