package dev.caravan.console.gates;

import dev.caravan.ledger.Gates;
import dev.caravan.task.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What keeps a gate closed, in words.
 *
 * @param mostErrors of the sample, in percent
 * @param moving whether something of the drop may still change by itself
 */
record Held(Gate gate, double mostErrors, Gates.Waiting drop, boolean moving, Gates.Sample sample) {

    /** All that keeps it closed; never empty. */
    List<String> why() {
        List<String> why = new ArrayList<>();
        if (drop.unfinished() > 0) {
            why.add(String.format(
                    "%,d records have no outcome yet: queued, at the provider, or held", drop.unfinished()));
        }
        if (moving) {
            why.add("A retry is planned, or a batch is not collected yet");
        }
        if (gate == Gate.AFTER_REVIEW && drop.review() > 0) {
            why.add(String.format("%,d records wait for a person", drop.review()));
        }
        if (gate == Gate.AFTER_SAMPLE && sample.open() > 0) {
            why.add(String.format("%,d records of its sample are not decided", sample.open()));
        }
        if (gate == Gate.AFTER_SAMPLE && sample.open() == 0 && sample.errorPercent() > mostErrors) {
            why.add("Its sample has " + percent(sample.errorPercent()) + " errors, more than max-error "
                    + percent(mostErrors));
        }
        if (why.isEmpty()) {
            why.add("Nothing any more: it is looked at again in a moment");
        }
        return why;
    }

    /** What people found so far. */
    String sampled() {
        return sample.decided() == 0
                ? String.format("nothing decided, %,d open", sample.open())
                : String.format(
                        "%,d of %,d decided were edited or rejected (%s, allowed %s), %,d open",
                        sample.wrong(),
                        sample.decided(),
                        percent(sample.errorPercent()),
                        percent(mostErrors),
                        sample.open());
    }

    private static String percent(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
    }
}
