package dev.caravan.intake;

import org.jspecify.annotations.Nullable;

/** The fields of one row. */
public interface Fields {

    /** The value as an identifier: text as it is, a number as it is written; null for anything else. */
    @Nullable
    String id(String field);

    /** Whether the field is absent, null, blank text, or an empty array or object. */
    boolean isEmpty(String field);

    /** Characters (code points) of all values together. */
    long chars();

    /** Writes the row as one canonical JSON object. */
    void write(CanonicalWriter out);
}
