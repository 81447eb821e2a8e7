package dev.caravan.publish;

import java.util.regex.Pattern;

/** Text for files that people open with spreadsheets. */
public final class CsvCells {
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d+)?");
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private CsvCells() {}

    /** Spreadsheets run text that begins like a formula; an apostrophe in front makes it text again. */
    public static String of(String text) {
        boolean formula = !text.isEmpty()
                && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                && !PLAIN_NUMBER.matcher(text).matches();
        return formula ? "'" + text : text;
    }
}
