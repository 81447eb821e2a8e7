package dev.caravan.console.tasks;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody entered for a sample.
 *
 * @param dropText number of a drop, as it was typed
 * @param text of records, as it was typed or read from a file
 * @param format its extension
 * @param n how many records, as it was typed
 * @param anywhere any of them with the same chance, instead of the first
 * @param picked JSON lines of records that were shown before; empty if there are none
 * @param most what these cost at most, as it was told
 */
record SampleForm(String dropText, String text, String format, String n, boolean anywhere, String picked, long most) {
    static final int MOST = 20;
    /** Of the records that are sent back with a yes, in characters. */
    static final int LONGEST = 500_000;

    private static final int USUAL = 5;
    private static final List<String> FORMATS = List.of("jsonl", "csv", "tsv", "json", "xml");

    record Format(String end, boolean chosen) {}

    static SampleForm of(HttpServletRequest request) {
        String told = said(request, "most").strip();
        return new SampleForm(
                said(request, "drop").strip(),
                said(request, "text"),
                said(request, "format").strip(),
                said(request, "n").strip(),
                !said(request, "anywhere").isEmpty(),
                said(request, "picked"),
                told.matches("[0-9]{1,18}") ? Long.parseLong(told) : 0);
    }

    private static String said(HttpServletRequest request, String name) {
        @Nullable String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    String shownN() {
        return n.isEmpty() ? Integer.toString(USUAL) : n;
    }

    /** @throws IllegalArgumentException if it is no such number */
    int records() {
        if (!shownN().matches("[0-9]{1,3}") || Integer.parseInt(shownN()) < 1 || Integer.parseInt(shownN()) > MOST) {
            throw new IllegalArgumentException("ask about 1 to " + MOST + " records, not " + n);
        }
        return Integer.parseInt(shownN());
    }

    /** @throws IllegalArgumentException if it is no number */
    Optional<Long> drop() {
        if (!dropText.isEmpty() && !dropText.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("a drop is a number, not " + dropText);
        }
        return dropText.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(dropText));
    }

    /** Its end says how it is read. */
    String fileName() {
        return "sample." + (FORMATS.contains(format) ? format : FORMATS.get(0));
    }

    List<Format> formats() {
        return FORMATS.stream().map(end -> new Format(end, end.equals(format))).toList();
    }
}
