package dev.caravan.intake.zone;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of an object when its drop has been read. */
enum After {
    /** Moved to another key of the bucket; the only one that also moves away what could not be read. */
    MOVE,
    /** Tagged (S3) or marked in its metadata (GCS) with the number of its drop. */
    TAG,
    /** Deleted. */
    DELETE,
    /** Nothing: the ledger knows it. */
    LEAVE;

    static After of(String word) {
        for (After after : values()) {
            if (after.word().equals(word)) {
                return after;
            }
        }
        throw new IllegalArgumentException("\"" + word + "\" is not allowed for \"after\" of a drop zone. Allowed: "
                + Arrays.stream(values()).map(After::word).collect(Collectors.joining(", ")));
    }

    /** As operators write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
