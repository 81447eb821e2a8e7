package dev.caravan.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Marks of starts, for tests. */
public final class SpoolMarks {
    private SpoolMarks() {}

    static OwnerMark mark(String ledger, long incarnation) {
        return new OwnerMark(
                ledger,
                1,
                incarnation,
                new Place("m", "/srv", "7"),
                "folder 8",
                "2026-11-21T03:00:00Z",
                "s" + incarnation);
    }

    /** Of the first start in a data folder. */
    public static SpoolOwner first(Path data) {
        return first(new LocalSpool(data.resolve("spool")));
    }

    /** Of the first start on a spool. */
    public static SpoolOwner first(Spool spool) {
        return start(spool, 1);
    }

    /** Of a start with this number. */
    public static SpoolOwner start(Spool spool, long incarnation) {
        try {
            return SpoolOwner.mark(spool, mark("abc123", incarnation), SpoolOwner.last(spool), other -> false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
