package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Erasing a source record on request: asked for, nothing of it is sent or published any more; when all of it is home its bytes
 * are overwritten file by file, then its rows keep a hash only.
 */
public interface Erasures {

    /** Where a source record is and was, oldest revision first; only what is current or before that. */
    List<Seen> seen(String task, String sourceId);

    /**
     * All revisions of a source record: what is idle moves no more, what is on its way is paid but not published. From now on
     * its source id is that of no record, so a drop that brings it again brings a new one.
     *
     * @return empty if there is none
     * @throws LedgerException if a revision of it is being read just now; nothing was changed
     */
    Optional<Long> ask(Asked asked);

    /** Whether this was asked for here. */
    boolean knows(Asked asked);

    /** What was asked for and is not done, and of which nothing is on its way any more. */
    List<Long> home();

    /** Where bytes of it lie. */
    Traces traces(long erasure);

    /** A line is blank in a copy of its file; the copy counts from now on. */
    void repoint(Line line, String path, String sha256);

    /** A frame was written again at this place of a copy of its segment; the copy counts from now on. */
    void repoint(Frame frame, String segment, long offset);

    /** The file that this drop arrived in is gone. */
    void sourceGone(long dropId, String path);

    /** All bytes are gone: rows keep the hash in place of the id, and nothing of the content. */
    void done(long erasure);

    /** @param sourceId empty: of none that the ledger has; then nothing is left to be done. @param hash keyed, in hex */
    record Asked(String task, String sourceId, String hash, Instant at, String actor) {}

    /** @param sinks that hold it, or may */
    record Seen(long recordId, long dropId, RecordState state, List<String> sinks) {}

    /** The frame of a drop that comes after the one that begins with this row; 0 starts. */
    Optional<Frame> frame(long dropId, long afterFirstId);

    /** The records that lines of a frame became; the others were unchanged, duplicate, stale or refused. */
    List<Long> rows(Frame frame);

    /**
     * All of them.
     *
     * @param sourceId that the records have; a hash when they were erased before
     * @param drops with lines that became no record, in which it may have come again
     */
    record Traces(
            String task,
            String sourceId,
            List<Source> sources,
            List<Frame> frames,
            List<Line> lines,
            List<Long> drops) {}

    /** The file that a drop arrived in, or a segment that was withdrawn. */
    record Source(long dropId, String path) {}

    /** Lines {@code blank} of the {@code lines} of the frame at {@code offset} of a segment; {@code end} is 0 at the end. */
    record Frame(long dropId, long firstId, String segment, long offset, long end, int lines, Set<Integer> blank) {
        public Frame {
            blank = Set.copyOf(blank);
        }

        /** The same with other lines. */
        public Frame with(Set<Integer> lines) {
            return new Frame(dropId, firstId, segment, offset, end, this.lines, lines);
        }
    }

    /** What a line is of. */
    enum Kind {
        REQUEST,
        RESULT,
        PUBLICATION
    }

    /**
     * A line of a file.
     *
     * @param owner batch or publication
     * @param file number of the result file
     * @param number of the line, from 0; -1 where {@code offset} says where it begins
     */
    record Line(Kind kind, long owner, int file, String path, long number, long offset) {}
}
