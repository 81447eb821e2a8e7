package dev.caravan.intake.csv;

import dev.caravan.intake.UnreadableFileException;
import java.util.ArrayList;
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
            throw new UnreadableFileException(row.line(), "the header has more than " + MAX_COLUMNS + " columns");
        }
        List<String> names = new ArrayList<>();
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < row.count(); i++) {
            String name = row.field(i);
            if (name.isBlank()) {
                throw new UnreadableFileException(row.line(), "column " + (i + 1) + " of the header has no name");
            }
            if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new UnreadableFileException(
                        row.line(),
                        "column " + (i + 1) + " of the header is no name: at most " + MAX_NAME
                                + " characters on one line, no control characters (is a quote or a byte order mark missing?)");
            }
            Integer first = positions.putIfAbsent(name, i);
            if (first != null) {
                throw new UnreadableFileException(
                        row.line(), "columns " + (first + 1) + " and " + (i + 1) + " are both named \"" + name + "\"");
            }
            names.add(name);
        }
        int[] order = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Header(List.copyOf(names), positions, order);
    }
}
