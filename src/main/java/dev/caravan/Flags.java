package dev.caravan;

import java.util.Arrays;

/** Words of the command line that are said once, for one start. */
final class Flags {
    private Flags() {}

    /** {@code --moved} and {@code --fork} as the properties they stand for. */
    static String[] asProperties(String[] options) {
        return Arrays.stream(options)
                .map(option -> switch (option) {
                    case "--moved" -> "--caravan.moved=true";
                    case "--fork" -> "--caravan.fork=true";
                    default -> option;
                })
                .toArray(String[]::new);
    }
}
