package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.console.Waits;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.Counted;
import dev.caravan.ledger.Lists.Times;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Twins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a batch's page that shows what is so now.
 *
 * @param doubt what is not known, and what is done about it; empty if nothing is
 * @param overspend empty if there is none
 */
record BatchView(
        String live,
        BatchLine batch,
        String doubt,
        List<Waits> waits,
        String providerId,
        String overspend,
        List<When> times,
        List<DropView.Count> counts,
        List<Try> tries,
        List<Twin> twins,
        List<AskedLine> asked) {
    private static final int ASKED = 10;

    record When(String name, String at) {}

    record Try(int number, String state, String means, String label, String file, String providerId) {}

    record Twin(int number, String state, String means, String providerId) {}

    boolean waiting() {
        return !waits.isEmpty();
    }

    boolean tried() {
        return !tries.isEmpty();
    }

    boolean twin() {
        return !twins.isEmpty();
    }

    boolean wasAsked() {
        return !asked.isEmpty();
    }

    static BatchView of(Ledger ledger, BatchRow row, Instant now, List<Waits> waits, String live) {
        return new BatchView(
                live,
                BatchLine.of(ledger.overview().jobs(List.of(row)).get(0), now),
                doubt(row),
                waits,
                row.providerId() == null ? "" : row.providerId(),
                row.money().overspend() == 0 ? "" : Money.usd(row.money().overspend()),
                times(row.times()),
                counts(row.counted()),
                ledger.batches().tries(row.id()).stream().map(BatchView::shown).toList(),
                ledger.twins().of(row.id()).stream().map(BatchView::shown).toList(),
                ledger.requests().about(About.BATCH, String.valueOf(row.id()), ASKED).stream()
                        .map(AskedLine::of)
                        .toList());
    }

    private static String doubt(BatchRow row) {
        return switch (row.state()) {
            case IN_DOUBT ->
                "A create call may have been accepted, and no answer says so. Nothing is sent again before it is known: a"
                        + " batch is paid once.";
            case LOST ->
                "Nobody knows what became of it, and it was given up. Its records are held: they may have been run.";
            default -> "";
        };
    }

    private static List<When> times(Times times) {
        List<When> all = new ArrayList<>();
        add(all, "made", times.made());
        add(all, "request file complete", times.assembled());
        add(all, "sent", times.submitted());
        add(all, "results home", times.collected());
        add(all, "next look", times.due());
        return all;
    }

    private static void add(List<When> all, String name, @Nullable Instant at) {
        if (at != null) {
            all.add(new When(name, at.toString()));
        }
    }

    private static List<DropView.Count> counts(Counted counted) {
        List<DropView.Count> all = new ArrayList<>();
        count(all, "records", counted.sent());
        count(all, "open", counted.open());
        count(all, "ok", counted.ok());
        count(all, "invalid", counted.invalid());
        count(all, "error", counted.error());
        count(all, "missing", counted.missing());
        count(all, "not run", counted.notRun());
        count(all, "surplus lines", counted.surplus());
        return all;
    }

    private static void count(List<DropView.Count> all, String name, int number) {
        if (number > 0) {
            all.add(new DropView.Count(name, Figures.count(number), ""));
        }
    }

    private static Try shown(Batches.Try one) {
        return new Try(
                one.no(),
                Figures.words(one.state()),
                Wording.of(one.state()),
                one.token(),
                one.fileId() == null ? "" : one.fileId() + (one.fileGone() ? " (deleted there)" : ""),
                one.providerId() == null ? "" : one.providerId());
    }

    private static Twin shown(Twins.Twin one) {
        return new Twin(one.tryNo(), Figures.words(one.state()), Wording.of(one.state()), one.providerId());
    }
}
