package dev.caravan.sample;

import dev.caravan.sample.Report.Sum;
import dev.caravan.sample.Report.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a batch is the right way for a file, in sentences. */
final class Advice {
    private static final long A_MOMENT = 300;
    private static final double SMALL_CHANGE = 0.05;
    private static final double BAD = 0.2;

    private Advice() {}

    /** @param least fewest records of a batch of the provider */
    static List<String> of(Sum sum, Whole whole, int least) {
        List<String> advice = new ArrayList<>();
        long records = whole.rows() - whole.refused();
        if (sum.errors() > 0) {
            advice.add(sum.errors() + " records got no answer: look at their codes before you drop the file.");
        }
        if (sum.tooManyInvalid()) {
            advice.add(percent(sum.invalidRate()) + " of the answers break a rule, and the task allows "
                    + percent(sum.maxInvalidRate() == null ? 0 : sum.maxInvalidRate())
                    + " (canary.max-invalid): change the prompt or the schema first. The canary would hold the rest.");
        } else if (sum.invalidRate() > BAD) {
            advice.add(percent(sum.invalidRate())
                    + " of the answers break a rule: change the prompt or the schema before you pay for all.");
        }
        if (records < least) {
            advice.add("A batch is the wrong way: the provider takes none of fewer than " + least
                    + " records, and the file has " + records + ".");
        } else if (whole.realTimeSeconds() <= A_MOMENT && whole.realTimeUsd() - whole.batchUsd() < SMALL_CHANGE) {
            advice.add("A batch saves little here: all of it in real time takes about " + whole.realTimeSeconds()
                    + " s. Ask in real time where somebody waits; drop it where nobody does, and answers are checked"
                    + " before anybody sees them.");
        } else {
            advice.add("A batch is the right way if nobody waits for single answers: it saves "
                    + (whole.priced()
                            ? String.format(Locale.ROOT, "$%.2f", whole.realTimeUsd() - whole.batchUsd())
                            : "what its provider takes less for batches")
                    + ", and every answer is checked before anybody sees it.");
        }
        if (!whole.priced()) {
            advice.add("config/providers.yaml has no price for this model, so every cost is 0.");
        }
        return advice;
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.0f %%", rate * 100);
    }
}
