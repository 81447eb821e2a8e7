package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the reading of results stopped, of batches that have more lines than are read in one turn: so that a small batch does
 * not wait for all of a large one. Nothing of it is in the ledger: a process that does not know it begins with the first
 * line again, and passes over what the ledger has. Thread-safe.
 */
final class Turns {
    private static final int MOST = 10_000;

    private final Map<Long, Turn> stops = new ConcurrentHashMap<>();
    private final int lines;

    /** @param lines that are read in one turn at most */
    Turns(int lines) {
        this.lines = lines;
    }

    /**
     * What is read of the results of a batch, from where to where.
     *
     * @param files all that are home; @param tries of which they are read
     * @param file number of the one that is read next; @param offset of the next line in it
     * @param rows lines that were read so far, in all turns
     * @param most as many as may be read when this turn is over
     */
    record Turn(List<ResultFile> files, Set<Integer> tries, int file, long offset, int rows, int most) {

        /** From the first line to the last. */
        static Turn whole(List<ResultFile> files, Set<Integer> tries) {
            return new Turn(files, tries, 0, 0, 0, Integer.MAX_VALUE);
        }

        boolean isFirst() {
            return rows == 0;
        }

        /** Whether there is nothing more to read. */
        boolean isLast() {
            return file == files.size();
        }

        boolean isOver() {
            return rows >= most;
        }

        /** Behind a line. */
        Turn at(long next) {
            return new Turn(files, tries, file, next, rows + 1, most);
        }

        /** At the start of the file that follows. */
        Turn nextFile() {
            return new Turn(files, tries, file + 1, 0, rows, most);
        }
    }

    /** Where the reading goes on: at the first line if other files are to be read by now. */
    Turn of(long batchId, List<ResultFile> files, Set<Integer> tries) {
        Turn stop = stops.get(batchId);
        boolean goesOn =
                stop != null && stop.files().equals(files) && stop.tries().equals(tries);
        return stop != null && goesOn
                ? new Turn(files, tries, stop.file(), stop.offset(), stop.rows(), stop.rows() + lines)
                : new Turn(files, tries, 0, 0, 0, lines);
    }

    boolean isUnderWay(long batchId) {
        return stops.containsKey(batchId);
    }

    void stopped(long batchId, Turn at) {
        if (stops.size() >= MOST) {
            stops.clear();
        }
        stops.put(batchId, at);
    }

    void forget(long batchId) {
        stops.remove(batchId);
    }
}
