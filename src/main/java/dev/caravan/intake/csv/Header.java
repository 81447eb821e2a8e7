package dev.caravan.intake.csv;

import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.UnreadableFileException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The columns of a file.
 *
 * @param order positions by name, ascending, as canonical JSON wants its keys
 */
record Header(List<String> names, Map<String, Integer> positions, int[] order) {
    static final int MAX_COLUMNS = 10_000;
    private static final int MAX_NAME = 200;

    static Header of(RowBuffer row) throws UnreadableFileException {
        if (row.count() > MAX_COLUMNS || row.isTooLong()) {
            throw tooMany(row.line());
        }
        return of(IntStream.range(0, row.count()).mapToObj(row::field).toList(), row.line());
    }

    /** @param line on which it begins */
    static Header of(List<String> names, long line) throws UnreadableFileException {
        if (names.size() > MAX_COLUMNS) {
            throw tooMany(line);
        }
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank()) {
                throw new UnreadableFileException(line, "column " + (i + 1) + " of the header has no name");
            }
            if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new UnreadableFileException(
                        line,
                        "column " + (i + 1) + " of the header is no name: at most " + MAX_NAME
                                + " characters on one line, no control characters (is a quote or a byte order mark missing?)");
            }
            Integer first = positions.putIfAbsent(name, i);
            if (first != null) {
                throw new UnreadableFileException(
                        line, "columns " + (first + 1) + " and " + (i + 1) + " are both named \"" + name + "\"");
            }
        }
        int[] order = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Header(List.copyOf(names), positions, order);
    }

    private static UnreadableFileException tooMany(long line) {
        return new UnreadableFileException(line, "the header has more than " + MAX_COLUMNS + " columns");
    }

    /** By position: the name as canonical JSON has it, with the colon behind it. */
    byte[][] keys() {
        return names.stream().map(Header::key).toArray(byte[][]::new);
    }

    private static byte[] key(String name) {
        CanonicalWriter out = new CanonicalWriter();
        out.string(name);
        out.raw(':');
        return Arrays.copyOf(out.bytes(), out.length());
    }
}
