package dev.caravan.intake;

/** One row of a file. {@code line} is the line on which it begins, from 1. */
public sealed interface SourceRow {

    long line();

    /** A row whose fields could be read. */
    record Readable(long line, Fields fields) implements SourceRow {}

    /**
     * A row that could not.
     *
     * @param code a stable word such as {@code ragged_row} or {@code bad_json}
     * @param detail what a person reads
     */
    record Refused(long line, String code, String detail) implements SourceRow {}
}
