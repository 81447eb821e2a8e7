package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.Overview.Usual;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A batch in a list.
 *
 * @param status the provider's, in common words; empty if it said nothing; @param means that in a sentence
 * @param age since it was sent, or made
 * @param home when its results are usually here (ISO); empty if that is not known; @param how that is known, or why not
 * @param nextAt when that happens (ISO); empty if at once or never
 */
record BatchLine(
        long id,
        String href,
        String task,
        String model,
        String credential,
        Badge state,
        boolean cancelled,
        boolean late,
        String status,
        String means,
        String age,
        Bar bar,
        String records,
        String home,
        String how,
        String estimated,
        String cost,
        String next,
        String nextAt,
        String note) {

    static BatchLine of(Job job, Instant now) {
        BatchRow row = job.batch();
        Instant sent = row.times().submitted();
        boolean over = row.state().isFinal();
        return new BatchLine(
                row.id(),
                "/batches/" + row.id(),
                row.task(),
                row.model(),
                row.credential(),
                Badge.of(row.state()),
                row.cancelled(),
                row.late(),
                row.providerStatus() == null ? "" : row.providerStatus(),
                Wording.provider(row.providerStatus()),
                sent == null
                        ? "made " + Figures.age(row.times().made(), now) + " ago"
                        : "sent " + Figures.age(sent, now) + " ago",
                Bar.of(row.counted()),
                Figures.count(row.counted().sent()),
                over ? "" : Viewer.iso(job.home()),
                over ? "" : how(row, job.usual(), job.home(), now),
                Money.usd(row.money().estimated()),
                Money.usd(row.money().cost()),
                Wording.next(row),
                over ? "" : nextAt(row),
                row.note());
    }

    /** Only what is asked about, searched for or sent again later has a time. */
    private static String nextAt(BatchRow row) {
        return row.state() == BatchState.COLLECTING || row.state() == BatchState.CREATING
                ? ""
                : Viewer.iso(row.times().due());
    }

    private static String how(BatchRow row, @Nullable Usual usual, @Nullable Instant home, Instant now) {
        if (usual == null) {
            return "not known: no batch of " + row.model() + " at " + row.credential() + " has come home yet";
        }
        String took = took(usual, row);
        if (home == null) {
            return took + " after it is sent";
        }
        return home.isAfter(now)
                ? "in " + Figures.age(now, home) + ", if it takes " + took
                : Figures.age(home, now) + " later than usual: " + took;
    }

    /** @param usual null if nothing is known */
    static String took(@Nullable Usual usual, BatchRow row) {
        return usual == null
                ? "nobody knows how long"
                : Figures.duration(usual.took()) + " like the last " + (usual.batches() == 1 ? "one" : usual.batches())
                        + " of " + row.model() + " at " + row.credential();
    }
}
