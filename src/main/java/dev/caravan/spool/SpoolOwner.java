package dev.caravan.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final String own;
    private final Kin kin;
    /** Marks that are no news: there before this start looked, its own, or of its kin. */
    private final String before;

    private final Set<String> ours = ConcurrentHashMap.newKeySet();

    private SpoolOwner(Spool spool, String own, String before, Kin kin) {
        this.spool = spool;
        this.own = own;
        this.before = before;
        this.kin = kin;
    }

    /** Tells starts of processes that work on the same ledger from those of a copy of it. */
    @FunctionalInterface
    public interface Kin {
        boolean knows(OwnerMark mark);
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
     * Marks this start.
     *
     * @param last the newest mark that it has looked at; empty for none
     * @throws IOException if there is a mark of this incarnation already: somebody else starts at this very moment
     */
    public static SpoolOwner mark(Spool spool, OwnerMark mark, Optional<OwnerMark> last, Kin kin) throws IOException {
        String own = path(mark.incarnation());
        try (SpoolWriter out = spool.create(own)) {
            out.write(mark.toJson());
            out.commit();
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "Another copy of the ledger \"" + mark.ledger()
                            + "\" starts on this spool at this moment. One of them may; start again when the other has ended",
                    e);
        }
        return new SpoolOwner(spool, own, path(last.map(OwnerMark::incarnation).orElse(0L)), kin);
    }

    /**
     * Whether no copy of the ledger has started on this spool since; other nodes of the same ledger may have. To be asked
     * directly before a create, after everything that tells of it is in the spool: then either this process sees the newer
     * one, or the newer one sees what was written.
     */
    public boolean isOurs() throws IOException {
        List<String> news;
        try (Stream<String> marks = spool.list(MARKS)) {
            news = marks.filter(path -> path.compareTo(before) > 0 && !path.equals(own) && !ours.contains(path))
                    .toList();
        }
        for (String path : news) {
            if (!kin.knows(OwnerMark.parse(path, read(spool, path)))) {
                return false;
            }
            ours.add(path);
        }
        return true;
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
