package dev.caravan.intake;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches a row while it is built. Too much of it, or what is no text, makes it a refused row; whoever builds it asks
 * {@link #ok()} and keeps nothing more of it then.
 */
public final class RowGuard {
    /** Most levels of lists and objects in each other. */
    public static final int MAX_DEPTH = 100;

    private static final int MAX_NUMBER = 1000;
    /** Counted for each value beside its characters, so that a million tiny values are too much as well. */
    private static final int VALUE_OVERHEAD = 16;

    private final String code;
    private long size;
    private long line;
    private SourceRow.@Nullable Refused problem;

    /** @param code of what is bad in a row of this format, such as {@code bad_json} */
    public RowGuard(String code) {
        this.code = code;
    }

    /** Starts the next row. */
    public void begin(long line) {
        this.line = line;
        this.size = 0;
        this.problem = null;
    }

    /** Whether the row can still become a good one. */
    public boolean ok() {
        return problem == null;
    }

    /** Counts a value, whatever is in it. */
    public void value() {
        grow(VALUE_OVERHEAD);
    }

    /** Counts characters before they are kept. */
    public void grow(long chars) {
        size += chars;
        if (size > RecordReader.MAX_RECORD_CHARS) {
            refuse("record_too_long", "longer than " + RecordReader.MAX_RECORD_CHARS + " characters");
        }
    }

    /** Looks at how deep a list or an object lies; the row itself is 1. */
    public void depth(int depth) {
        if (depth > MAX_DEPTH) {
            refuse("nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    /** Counts a text, and refuses half a surrogate pair in it. */
    public String text(String text) {
        grow(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    refuse("half of a surrogate pair, which is no character");
                    return text;
                }
                i++;
            }
        }
        return text;
    }

    /** A number as it is written, if it is not too long. */
    public JsonFields.Number number(String written) {
        if (written.length() > MAX_NUMBER) {
            refuse("a number of " + written.length() + " digits; at most " + MAX_NUMBER);
        }
        return new JsonFields.Number(written);
    }

    /** Refuses the row; the first reason counts. */
    public void refuse(String detail) {
        refuse(code, detail);
    }

    private void refuse(String why, String detail) {
        if (problem == null) {
            problem = new SourceRow.Refused(line, why, detail);
        }
    }

    /** The row with these fields, or its refusal. */
    public SourceRow row(SortedMap<String, Object> fields) {
        return problem == null ? new SourceRow.Readable(line, new JsonFields(fields)) : problem;
    }

    /** A name, short enough for a reason. */
    public static String brief(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
}
