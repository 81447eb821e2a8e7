package dev.caravan;

import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops.Drop;
import dev.caravan.ledger.RecordState;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** One drop in one line. */
final class ProgressLine {
    private static final Map<RecordState, String> ENDS = new TreeMap<>(Map.of(
            RecordState.PUBLISHED, "published",
            RecordState.REVIEW_REQUIRED, "in review",
            RecordState.INVALID_OUTPUT, "invalid",
            RecordState.PROVIDER_ERROR, "in error",
            RecordState.HELD, "held",
            RecordState.DISCARDED, "discarded",
            RecordState.SUPERSEDED, "superseded"));

    private ProgressLine() {}

    /** How far it is. */
    static String moving(Drop drop, String task) {
        DropCounts counts = drop.counts();
        long queued = counts.in(RecordState.QUEUED);
        long submitted = counts.in(RecordState.SUBMITTED);
        long done = counts.states().values().stream().mapToLong(Long::longValue).sum() - queued - submitted;
        return start(drop, task) + intake(counts) + " · queued " + queued + " · submitted " + submitted + " · done "
                + done;
    }

    /** What became of it; {@code sinks} may be empty. @param pending valid results that wait behind its gate */
    static String ended(Drop drop, String task, String sinks, long pending) {
        if (drop.state() == DropState.FAILED) {
            return start(drop, task) + "could not be read: " + drop.reason() + ". " + intake(drop.counts());
        }
        StringBuilder line = new StringBuilder(start(drop, task))
                .append(pending > 0 ? "waits at its gate: " : "finished: ")
                .append(intake(drop.counts()));
        append(line, " · pending ", pending);
        ENDS.forEach((state, word) -> {
            if (drop.counts().in(state) > 0 || state == RecordState.PUBLISHED) {
                line.append(" · ").append(word).append(' ').append(drop.counts().in(state));
            }
        });
        if (!sinks.isEmpty() && drop.counts().in(RecordState.PUBLISHED) > 0) {
            line.append("; results at ").append(sinks);
        }
        return line.toString();
    }

    /**
     * Whether nothing is left to do for it.
     *
     * @param retries whether some record in error goes again; it may be one of this drop
     * @param pending completed records that wait behind its gate
     */
    static boolean isAtRest(Drop drop, boolean retries, long pending) {
        DropCounts counts = drop.counts();
        long inError = retries ? counts.in(RecordState.PROVIDER_ERROR) : 0;
        return switch (drop.state()) {
            case ARRIVING, RECEIVED, READING -> false;
            case SEALED, FAILED, VOID ->
                counts.in(RecordState.QUEUED)
                                + counts.in(RecordState.SUBMITTED)
                                + (counts.in(RecordState.COMPLETED) - pending)
                                + inError
                        == 0;
        };
    }

    private static String start(Drop drop, String task) {
        return "Drop " + drop.id() + " " + file(drop.uri()) + " → " + task + ": ";
    }

    private static String intake(DropCounts counts) {
        StringBuilder text = new StringBuilder("read " + counts.read() + " · refused " + counts.refused());
        append(text, " · duplicate ", counts.duplicate());
        append(text, " · unchanged ", counts.unchanged());
        append(text, " · stale ", counts.stale());
        return text.toString();
    }

    private static void append(StringBuilder text, String word, long count) {
        if (count > 0) {
            text.append(word).append(count);
        }
    }

    private static String file(String uri) {
        String path = uri;
        try {
            String decoded = URI.create(uri).getPath();
            path = decoded == null ? uri : decoded;
        } catch (IllegalArgumentException notAnAddress) {
            // Then it is a name as it stands.
        }
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
