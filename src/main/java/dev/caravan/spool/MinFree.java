package dev.caravan.spool;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a disk is to stay free: so many bytes, or such a part of it; of both, the smaller.
 *
 * @param bytes Long.MAX_VALUE if only the part counts; @param percent of its size, 100 if only the bytes count
 */
public record MinFree(long bytes, double percent) {
    /** 1 GB holds the requests and the results of a batch of 50,000 long records; a small disk keeps a twentieth. */
    public static final MinFree USUAL = new MinFree(1_000_000_000, 5);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*(%|B|KB|MB|GB|TB|)");
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L, "TB", 1_000_000_000_000L);

    /**
     * @param text such as {@code 2GB}, {@code 3%} or 0; blank for the usual
     * @throws IllegalArgumentException for anything else
     */
    public static MinFree of(String text) {
        if (text.isBlank()) {
            return USUAL;
        }
        Matcher found = TEXT.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!found.matches() || (found.group(2).equals("%") && Double.parseDouble(found.group(1)) > 50)) {
            throw new IllegalArgumentException("caravan.disk.min-free is \"" + text
                    + "\". Write a size such as 2GB, a part of the disk up to 50%, or 0 for none");
        }
        double number = Double.parseDouble(found.group(1));
        return found.group(2).equals("%")
                ? new MinFree(Long.MAX_VALUE, number)
                : new MinFree((long) (number * UNITS.getOrDefault(found.group(2), 1L)), 100);
    }

    /** Bytes of a disk of this size. */
    long of(long total) {
        return Math.min(bytes, (long) (total * (percent / 100)));
    }
}
