package dev.caravan.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The marks that tie a spool to one ledger: {@code owners/<incarnation>.json}, one for each start, never changed. Because
 * none is written over another, two starts of the same incarnation can't both have it.
 */
public final class SpoolOwner {
    private static final String MARKS = "owners/";
    /** The mark of a spool that was made before there were marks of each start. */
    private static final String NAME = "owner";

    private final Spool spool;
    private final OwnerMark mark;

    private SpoolOwner(Spool spool, OwnerMark mark) {
        this.spool = spool;
        this.mark = mark;
    }

    /** The last start on this spool; empty where nobody has ever marked it. */
    public static Optional<OwnerMark> last(Spool spool) throws IOException {
        Optional<String> newest = newest(spool);
        if (newest.isPresent()) {
            return Optional.of(OwnerMark.parse(newest.get(), read(spool, newest.get())));
        }
        return spool.exists(NAME)
                ? Optional.of(OwnerMark.ofName(new String(read(spool, NAME), StandardCharsets.UTF_8).strip()))
                : Optional.empty();
    }

    /** Whether the ledger of the last start lies somewhere else: it was moved, or this is a copy. */
    public static boolean isElsewhere(OwnerMark last, Place place) {
        return last.place().differsFrom(place);
    }

    /**
     * Marks this start. Then what an earlier process left unfinished is removed.
     *
     * @throws IOException if there is a mark of this incarnation already: somebody else starts at this very moment
     */
    public static SpoolOwner mark(Spool spool, OwnerMark mark) throws IOException {
        try (SpoolWriter out = spool.create(path(mark.incarnation()))) {
            out.write(mark.toJson());
            out.commit();
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "Another copy of the ledger \"" + mark.ledger()
                            + "\" starts on this spool at this moment. One of them may; start again when the other has ended",
                    e);
        }
        spool.removeUnfinished();
        return new SpoolOwner(spool, mark);
    }

    /**
     * Whether nobody has started on this spool since. To be asked directly before a create, after everything that tells of
     * it is in the spool: then either this process sees the newer one, or the newer one sees what was written.
     */
    public boolean isLast() throws IOException {
        return newest(spool).equals(Optional.of(path(mark.incarnation())));
    }

    /** The numbers have gaps: a start that was refused used one up. */
    private static Optional<String> newest(Spool spool) throws IOException {
        try (Stream<String> marks = spool.list(MARKS)) {
            return marks.max(Comparator.naturalOrder());
        }
    }

    private static String path(long incarnation) {
        return MARKS + String.format(Locale.ROOT, "%012d.json", incarnation);
    }

    private static byte[] read(Spool spool, String path) throws IOException {
        try (InputStream in = spool.open(path, 0)) {
            return in.readNBytes(1 << 16);
        }
    }
}
