package dev.caravan.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param target the folder of the build
 * @param rows of a file
 * @param randomKeys whether keys are in no order, or ascend
 * @param postgres whether the ledger is in PostgreSQL, or in SQLite
 * @param heap of Caravan, as {@code -Xmx} takes it
 * @param options more for the JVM of Caravan
 */
record Settings(
        Path target, int rows, int rounds, boolean randomKeys, boolean postgres, String heap, List<String> options) {

    /** @param args folder, rows, rounds, {@code ordered} or {@code random}, {@code sqlite} or {@code postgres}, heap, options */
    static Settings of(String... args) {
        return new Settings(
                Path.of(args[0]).toAbsolutePath(),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                one(args[3], "ordered", "random"),
                one(args[4], "sqlite", "postgres"),
                args[5],
                List.of(args).subList(6, args.length).stream()
                        .filter(option -> !option.isBlank())
                        .toList());
    }

    private static boolean one(String given, String no, String yes) {
        if (!given.equals(no) && !given.equals(yes)) {
            throw new IllegalArgumentException(given + " is neither " + no + " nor " + yes);
        }
        return given.equals(yes);
    }

    Settings withRows(int more) {
        return new Settings(target, more, rounds, randomKeys, postgres, heap, options);
    }

    String ledger() {
        return postgres ? "PostgreSQL" : "SQLite";
    }
}
