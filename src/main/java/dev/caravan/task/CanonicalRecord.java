package dev.caravan.task;

import java.util.Optional;

/** One line of a segment: a flat view of a canonical JSON object in UTF-8. Values are copied, never re-escaped. */
public interface CanonicalRecord {

    /** The whole line without its line end. The array must not be changed. */
    byte[] bytes();

    /**
     * The value of a top-level field as the inside of a JSON string: text as it stands between its quotes; other values
     * as their JSON, escaped. Empty if there is no such field; null counts as empty text.
     */
    Optional<byte[]> escaped(String field);

    /** The same as plain text. */
    Optional<String> text(String field);
}
