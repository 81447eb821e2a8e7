package dev.caravan.rerun;

import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.Fate;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rerun would be.
 *
 * @param version prompt version that would answer; @param model likewise
 * @param states how many records go again, by the state that they are in
 * @param again of those, how many are queued as they are; @param anew how many get a new revision
 * @param skipped picked records that stay as they are, and why
 * @param micros what it will cost, in millionths of a US dollar: their own tokens of the last time at the batch price of
 *     today; null if none of them was ever answered
 * @param fullRecords how many a full rerun of the task, or the drop, would send; @param fullMicros what that would cost
 */
public record Preview(
        Filter filter,
        int version,
        String model,
        Map<RecordState, Long> states,
        long again,
        long anew,
        Map<Fate, Long> skipped,
        @Nullable Long micros,
        long fullRecords,
        @Nullable Long fullMicros) {

    /** How many records go again. */
    public long records() {
        return again + anew;
    }

    /** Why records stay as they are. */
    public static String why(Fate fate) {
        return switch (fate) {
            case UNDER_WAY -> "are queued, at their provider or on their way to sinks";
            case PURGED -> "have no input any more: it was deleted by age";
            case ERASED -> "were erased";
            case CANCELLED -> "are of cancelled drops; release lets those go on";
            case HELD -> "are held; release lets them go, or state=held sends them";
            case PERSON -> "have a value that a person decided; persons=true sends them too";
            case CLAIMED -> "are being reviewed just now";
            case AGAIN, ANEW -> "go again";
        };
    }

    /** For people, some lines. */
    public String text() {
        String scope = filter.drop() == null ? "task" : "drop";
        StringBuilder text = new StringBuilder();
        text.append(records()).append(" records go again, answered by version ").append(version);
        text.append(" with ").append(model).append('\n');
        states.forEach((state, n) -> text.append("  ")
                .append(n)
                .append(' ')
                .append(state.name().toLowerCase(Locale.ROOT))
                .append(
                        state == RecordState.PUBLISHED
                                ? " (sinks keep the value they have until the new one is there)"
                                : "")
                .append('\n'));
        skipped.forEach((fate, n) -> text.append("  ")
                .append(n)
                .append(" stay: they ")
                .append(why(fate))
                .append('\n'));
        text.append("It costs about ")
                .append(usd(micros))
                .append("; a full rerun of the ")
                .append(scope);
        text.append(" (")
                .append(fullRecords)
                .append(" records) about ")
                .append(usd(fullMicros))
                .append('.');
        return text.toString();
    }

    private static String usd(@Nullable Long micros) {
        return micros == null
                ? "nobody knows what: none was answered yet"
                : String.format(Locale.ROOT, "%.4f USD", micros / 1_000_000.0);
    }

    /** In the words of {@link #text}, on one line. */
    String line() {
        return text().lines().map(String::strip).collect(Collectors.joining("; "));
    }
}
