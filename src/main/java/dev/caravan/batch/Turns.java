package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Stop;
import dev.caravan.spool.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Where the reading of results stopped, of batches that have more lines than are read in one turn: so that a small batch does
 * not wait for all of a large one. The ledger has it too, for whoever goes on when this process does not; where it has not, or
 * other files are to be read by now, reading begins with the first line, and passes over what was applied. Thread-safe.
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

        /** As many lines as in any turn, from there on. */
        private Turn from(int next, long place, int before) {
            return new Turn(files, tries, next, place, before, before + most);
        }

        /** Tells these files of these tries from any others, and from the same with other bytes. */
        private String hash() {
            return Sha256.of((files + " of " + new TreeSet<>(tries)).getBytes(StandardCharsets.UTF_8));
        }

        /** For the ledger. */
        Stop stop() {
            return new Stop(hash(), file, offset, rows);
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

    /**
     * Where the reading goes on: at the first line if other files are to be read by now.
     *
     * @param kept what the ledger has; asked if this process knows nothing of the batch
     */
    Turn of(long batchId, List<ResultFile> files, Set<Integer> tries, Supplier<Optional<Stop>> kept) {
        Turn first = new Turn(files, tries, 0, 0, 0, lines);
        Turn known = stops.get(batchId);
        if (known != null) {
            boolean goesOn = known.files().equals(files) && known.tries().equals(tries);
            return goesOn ? first.from(known.file(), known.offset(), known.rows()) : first;
        }
        return kept.get()
                .filter(stop -> stop.of().equals(first.hash()))
                .map(stop -> first.from(stop.file(), stop.offset(), stop.lines()))
                .orElse(first);
    }

    /** Whether this process has read some of its results, and found its files whole. */
    boolean isUnderWay(long batchId) {
        Turn stop = stops.get(batchId);
        return stop != null && !stop.isFirst();
    }

    /** The next turn begins with the first line, whatever the ledger has. */
    void anew(long batchId) {
        stopped(batchId, Turn.whole(List.of(), Set.of()));
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
