package dev.caravan.restore;

import dev.caravan.spool.Editions;
import dev.caravan.spool.SegmentFrames;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A drop's file, made again as JSON lines from its segments: the file in which it arrived was deleted because a record of it
 * was erased. It holds every row that was read, but for erased and refused ones.
 */
public final class Rebuilt {
    /** Read as JSON lines, whatever the drop was. */
    public static final String NAME = "rebuilt.jsonl";

    /** By the fence of a reader; of a range of the file also by its number and by the fence of whoever read it. */
    private static final Pattern SEGMENT =
            Pattern.compile(".*/segment-([0-9]{1,18})(?:-([0-9]{1,9})-([0-9]{1,18}))?(-e[0-9]{1,9})?\\.jsonl\\.zst");

    private final Spool spool;

    Rebuilt(Spool spool) {
        this.spool = spool;
    }

    static boolean isSegment(String path) {
        return SEGMENT.matcher(path).matches();
    }

    static long fence(String path) {
        return number(path, 1);
    }

    /** In the order in which their rows were in the file. */
    private static final Comparator<String> IN_ORDER = Comparator.<String>comparingLong(path -> number(path, 1))
            .thenComparingLong(path -> number(path, 2))
            .thenComparingLong(path -> number(path, 3));

    private static long number(String path, int group) {
        Matcher segment = SEGMENT.matcher(path);
        String number = segment.matches() ? segment.group(group) : null;
        return number == null ? 0 : Long.parseLong(number);
    }

    /** Returns its path. */
    String of(long dropId, Set<String> segments) throws IOException {
        var inOrder = new TreeMap<String, String>(IN_ORDER);
        for (String segment : segments) {
            inOrder.put(segment, new Editions(spool).newest(segment).orElse(segment));
        }
        String path = "drops/" + dropId + "/" + NAME;
        try (SpoolWriter out = spool.create(path)) {
            for (String segment : inOrder.values()) {
                copy(segment, out);
            }
            out.commit();
        }
        return path;
    }

    private void copy(String segment, SpoolWriter out) throws IOException {
        try (var frames = new SegmentFrames(spool, segment)) {
            for (byte[] lines = frames.next(); lines != null; lines = frames.next()) {
                int from = 0;
                for (int i = 0; i < lines.length; i++) {
                    if (lines[i] == '\n') {
                        boolean erased = i - from >= 2 && lines[from + 1] == '}';
                        if (!erased) {
                            out.write(lines, from, i + 1 - from);
                        }
                        from = i + 1;
                    }
                }
            }
        }
    }

    /** Whether a path is of a file that was made here. */
    public static boolean is(String path) {
        return path.endsWith("/" + NAME);
    }
}
