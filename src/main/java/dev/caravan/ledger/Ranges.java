package dev.caravan.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Huge drops that are read in ranges of their bytes, so that several nodes take part. A range is first read into the spool;
 * when all are, it is told which keys come twice in the drop; then the rows of the other keys are stored, range by range in any
 * order, and at last those of the former in the order of their lines. So what becomes of each row is what one reader would have
 * made of it.
 */
public interface Ranges {

    /** How far a drop is whose claim somebody has. */
    Split split(Drops.Claim claim);

    /**
     * Adds ranges behind those that are there; from now on they may be read.
     *
     * @throws StaleFenceException if the claim is no longer ours; so do all methods with a claim
     */
    void mark(Drops.Claim claim, int recipeId, List<Range> next);

    /** All of the drop is marked. Ends the claim: the drop is free again when all ranges are read. */
    void marked(Drops.Claim claim);

    /**
     * Which keys come twice is known. Gives the records of each range their numbers, in the order of the lines, and ends the
     * claim: the drop is free again when all ranges are stored.
     *
     * @param doubles path in the spool of the keys that come twice; null if none does
     * @param last number of the last range that counts; those behind it are dropped
     */
    void weighed(Drops.Claim claim, @Nullable String doubles, int last);

    /**
     * Stores what is left of a range, after all ranges before it: rows whose keys come more than once in the drop, and refused
     * ones. Does nothing if that was done.
     *
     * @param rows in the order of their lines
     */
    void settle(Drops.Claim claim, int range, List<Numbered> rows, List<Drops.Refusal> refusals);

    /** The drop is read in one piece after all: what was stored of it is withdrawn. The claim goes on. */
    void inOnePiece(Drops.Claim claim);

    /** Takes the first range that can be read or stored now and that nobody has, or a dead node. Raises its fence. */
    Optional<Claim> claim();

    /** Gives a range back, for the next one. */
    void release(Claim claim);

    /** As {@link Drops#forsake}. */
    void forsake(Claim claim);

    /** A range to be {@link Step#READ} was read, and what was found in it is durable. Ends the claim. */
    void read(Claim claim, Found found);

    /**
     * Stores frames of a range, in one transaction: their rows as {@link Drops#append} does, and how far it is.
     *
     * @param last whether these are the last of the range; the claim ends then
     */
    void store(Claim claim, List<Frame> frames, boolean last);

    /** This range can't be read or stored: the drop is to be read in one piece. Ends the claim. */
    void giveUp(Claim claim);

    /** What is to be done with a range. */
    enum Step {
        /** To be read into the spool. */
        READ,
        /** Its rows are to be stored in the ledger. */
        STORE
    }

    /** How far a drop is. */
    enum Phase {
        /** In one piece, as far as anybody knows. */
        NONE,
        /** Ranges are being marked, and read. */
        MARKING,
        /** All are read, none is stored. */
        READ,
        /** All are stored. */
        STORED,
        /** To be read in one piece, whatever its size. */
        ONE_PIECE
    }

    /**
     * Where a row begins.
     *
     * @param at byte in the file
     * @param lines of the file before it
     * @param returns without a line feed in those lines, which count as line ends only where text is decoded
     */
    record Mark(long at, long lines, long returns) {}

    /** From a mark up to a byte, which is not in it. Numbers of ranges begin with 0, in the order of the file. */
    record Range(int no, Mark from, long to) {}

    /**
     * What reading a range has found.
     *
     * @param path of its rows in the spool
     * @param rows accepted
     * @param refusals rows refused
     * @param keysAt byte of that file where the keys begin
     * @param keys how many there are
     * @param reason why the file can't be read on within this range; null if it can
     */
    record Found(
            String path,
            long rows,
            long refusals,
            long keysAt,
            long keys,
            @Nullable String reason) {}

    /**
     * A range of a drop as it stands.
     *
     * @param found null before it was read
     * @param firstId number of its first accepted row; 0 before it has one
     * @param settled whether all of it is in the ledger
     * @param inOnePiece whether it was given up
     */
    record Part(Range range, @Nullable Found found, long firstId, boolean settled, boolean inOnePiece) {}

    /** @param doubles as {@link #weighed} was told */
    record Split(Phase phase, List<Part> parts, @Nullable String doubles) {}

    /**
     * The right to do one step of a range.
     *
     * @param drop what rows of it are stored under
     * @param firstId number of its first accepted row
     * @param frames of it that are stored
     */
    record Claim(
            Drops.Claim drop,
            int recipeId,
            Range range,
            long fence,
            Step step,
            @Nullable Found found,
            @Nullable String doubles,
            long firstId,
            long frames) {}

    /**
     * A frame of a segment whose rows have numbers; some of them may be settled later.
     *
     * @param firstId number of its first row
     * @param lines how many rows it has, those settled later among them
     */
    record Frame(String segment, long offset, long firstId, int lines, List<Numbered> rows) {}

    /** A row with the number that it gets if it is taken. */
    record Numbered(long id, Drops.Row row) {}
}
