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
            var id = new Id(
                    Long.parseLong(customId.substring(prefix.length(), dash), 36),
                    Integer.parseInt(customId.substring(dash + 1), 36));
            return of(id.recordId(), id.attempt()).equals(customId) ? Optional.of(id) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    record Id(long recordId, int attempt) {}
}
