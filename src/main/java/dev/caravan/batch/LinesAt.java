package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.spool.Spool;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads single lines of result files. Cheap when they are asked for in the order in which they lie, or announced by {@link
 * #expect}: then each file is read once, on and on. Holds a few files open, and 16 MiB of lines. Not thread-safe.
 */
final class LinesAt implements Closeable {
    /** Nearer than this it costs less to read on than to open the file anew. */
    private static final int NEAR = 256 * 1024;

    private static final int MOST_FILES = 4;
    private static final int MOST_HELD = 16 * 1024 * 1024;

    private final Spool spool;
    private final Map<String, ResultScanner> open = new LinkedHashMap<>(8, 0.75f, true);
    private final Map<Place, byte[]> held = new HashMap<>();
    private long heldBytes;

    LinesAt(Spool spool) {
        this.spool = spool;
    }

    /** Where a line starts. */
    record Place(String path, long offset) {
        static Place of(ResultFile file, ResultAt where) {
            return new Place(file.path(), where.offset());
        }
    }

    /** A part of an array that is good until the next line is asked for. */
    record Slice(byte[] bytes, int from, int to) {}

    /**
     * These are asked for next, in this order. Where they lie in another, as many as may be held are read in advance, in the
     * order in which they lie. What can't be read is told when it is asked for.
     */
    void expect(List<Place> next) {
        if (isAscending(next)) {
            return;
        }
        List<Place> lying = next.stream()
                .sorted(Comparator.comparing(Place::path).thenComparingLong(Place::offset))
                .toList();
        try {
            for (Place place : lying) {
                if (heldBytes >= MOST_HELD) {
                    return;
                }
                hold(place);
            }
        } catch (IOException later) {
            // Whoever asks for it reads it again.
        }
    }

    private void hold(Place place) throws IOException {
        if (!held.containsKey(place)) {
            Slice line = read(place);
            byte[] copy = Arrays.copyOfRange(line.bytes(), line.from(), line.to());
            held.put(place, copy);
            heldBytes += copy.length;
        }
    }

    /** @throws IOException if no line starts there */
    Slice line(ResultFile file, ResultAt where) throws IOException {
        Place place = Place.of(file, where);
        byte[] known = held.isEmpty() ? null : held.remove(place);
        if (known == null) {
            return read(place);
        }
        heldBytes -= known.length;
        return new Slice(known, 0, known.length);
    }

    private Slice read(Place place) throws IOException {
        ResultScanner scanner = open.get(place.path());
        if (scanner == null || place.offset() < scanner.position() || place.offset() - scanner.position() > NEAR) {
            scanner = open(place);
        }
        scanner.skipTo(place.offset());
        if (!scanner.next()) {
            throw new IOException("There is no result at " + place.path() + ":" + place.offset());
        }
        return new Slice(scanner.buffer(), scanner.from(), scanner.to());
    }

    private ResultScanner open(Place place) throws IOException {
        close(open.remove(place.path()));
        if (open.size() == MOST_FILES) {
            close(open.remove(open.keySet().iterator().next()));
        }
        var scanner = new ResultScanner(spool.open(place.path(), place.offset()), place.offset());
        open.put(place.path(), scanner);
        return scanner;
    }

    private static boolean isAscending(List<Place> places) {
        for (int i = 1; i < places.size(); i++) {
            Place before = places.get(i - 1);
            Place place = places.get(i);
            if (before.path().equals(place.path()) && before.offset() >= place.offset()) {
                return false;
            }
        }
        return true;
    }

    private static void close(@Nullable ResultScanner scanner) throws IOException {
        if (scanner != null) {
            scanner.close();
        }
    }

    @Override
    public void close() throws IOException {
        held.clear();
        for (ResultScanner scanner : open.values()) {
            scanner.close();
        }
        open.clear();
    }
}
