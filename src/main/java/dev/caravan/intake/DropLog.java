package dev.caravan.intake;

import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.RecordState;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what becomes of one drop, for the person who dropped it. */
final class DropLog {
    private static final Logger log = LoggerFactory.getLogger(Read.class);
    private static final int NAMED_REFUSALS = 20;
    private final Drops drops;
    private final Drops.Claim claim;
    private final String task;
    private String unit = "line";

    DropLog(Drops drops, Drops.Claim claim, String task) {
        this.drops = drops;
        this.claim = claim;
        this.task = task;
    }

    String task() {
        return task;
    }

    /** The last part of the address it came from. */
    String fileName() {
        return FailedFiles.safeName(DropPath.nameOf(claim.uri()));
    }

    String drop() {
        return "Drop " + claim.dropId() + " (" + fileName() + ", " + task + ")";
    }

    /** What the numbers of its rows count. */
    void counts(String rowUnit) {
        unit = rowUnit;
    }

    void progress(long rows) {
        log.info("{}: {} rows so far", drop(), number(rows));
    }

    void stopped() {
        log.info("{}: reading stops with the process and goes on at the next start", drop());
    }

    void sealed() {
        refusals();
        drops.find(claim.dropId()).ifPresent(found -> log.info("{}: {}", drop(), counts(found.counts())));
    }

    /** Names the first refused rows, each with its line or number and the reason. */
    void refusals() {
        List<Drops.Refusal> first = drops.refusals(claim.dropId(), 0, NAMED_REFUSALS);
        for (Drops.Refusal refusal : first) {
            log.warn("{}: {} {} refused, {}: {}", drop(), unit, refusal.line(), refusal.code(), refusal.detail());
        }
        long more = drops.find(claim.dropId()).map(d -> d.counts().refused()).orElse(0L) - first.size();
        if (more > 0) {
            log.warn("{}: and {} more rows refused; the ledger has them all", drop(), number(more));
        }
    }

    /** The text that goes beside a file that can't be read. */
    String failure(String reason, boolean keepRows) {
        return drop() + " could not be read: " + reason + ".\n"
                + (keepRows
                        ? "The rows before that place are kept, as the task says (input.keep-rows)."
                        : "None of its rows is kept.")
                + " Correct the file and drop it again; rows that are already done are not paid again.\n";
    }

    private static String counts(DropCounts c) {
        return "read " + number(c.read()) + ", refused " + number(c.refused()) + ", duplicate " + number(c.duplicate())
                + ", unchanged " + number(c.unchanged()) + ", stale " + number(c.stale()) + ", queued "
                + number(c.in(RecordState.QUEUED));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
