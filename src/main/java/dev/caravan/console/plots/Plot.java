package dev.caravan.console.plots;

import java.util.List;

/**
 * A plot as the template draws it, 100 units high and {@code width} wide. What it shows is in a table, too.
 *
 * @param says what it shows, in a sentence with the figures that matter
 * @param keys which colour is what; empty for one colour
 * @param top what the highest point stands for
 * @param from at its left edge, {@code until} at its right one; both empty where {@code labels} stand below
 * @param heads of the table
 */
record Plot(
        String id,
        String title,
        String says,
        int width,
        List<Key> keys,
        List<Rect> rects,
        List<Line> lines,
        String top,
        String from,
        String until,
        List<String> labels,
        List<String> heads,
        List<Row> rows) {

    /** @param colour a class of the style */
    record Key(String colour, String name) {}

    /** @param says what a pointer is told that rests on it */
    record Rect(String colour, String x, String y, String width, String height, String says) {}

    /** @param points {@code x,y x,y …} */
    record Line(String colour, String points) {}

    /** @param time of the row; empty where {@code head} is no time */
    record Row(String head, String time, List<String> cells) {}

    boolean empty() {
        return rows.isEmpty();
    }

    boolean keyed() {
        return keys.size() > 1;
    }

    boolean timed() {
        return !from.isEmpty();
    }
}
