package dev.caravan.batch;

import java.util.Optional;

/**
 * The ids sent to providers: {@code c<ledger><epoch>-<record b36>-<attempt b36>}, lower case, starting with a letter, so
 * that every provider takes them and no other ledger makes the same.
 */
final class CustomIds {
    private final String prefix;

    CustomIds(String instance) {
        this.prefix = "c" + instance + "-";
    }

    String of(long recordId, int attempt) {
        return prefix + Long.toString(recordId, 36) + "-" + Integer.toString(attempt, 36);
    }

    /** Empty for an id that this ledger never made. */
    Optional<Id> parse(String customId) {
        int dash = customId.lastIndexOf('-');
        if (!customId.startsWith(prefix) || dash < prefix.length()) {
            return Optional.empty();
        }
        try {
            return isWritten(customId, prefix.length(), dash) && isWritten(customId, dash + 1, customId.length())
                    ? Optional.of(new Id(
                            Long.parseLong(customId, prefix.length(), dash, 36),
                            Integer.parseInt(customId, dash + 1, customId.length(), 36)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A number as it is written here: in lower case, without a sign, and without a zero in front. */
    private static boolean isWritten(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return to > from && (text.charAt(from) != '0' || to == from + 1);
    }

    record Id(long recordId, int attempt) {}
}
