package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads drops into segments and the ledger, one at a time for each caller. */
public final class Read {
    private static final Logger log = LoggerFactory.getLogger(Read.class);
    private static final int MAX_TROUBLES = 3;

    private final Ledger ledger;
    private final Tasks tasks;
    private final DropFiles files;
    private final Map<Long, Integer> troubles = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    Read(Ledger ledger, Tasks tasks, DropFiles files) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.files = files;
    }

    /**
     * Claims the oldest drop that waits, reads it to its end and seals it. A file that can't be read fails, with a copy and
     * the reason in {@code .failed}; a trouble that may pass (a disk, a time-out) leaves the drop for the next call, at
     * most three times.
     *
     * @return whether there was a drop to read
     * @throws LedgerException if the ledger fails; the drop is read on later
     */
    public boolean once() {
        if (stopping) {
            return false;
        }
        Optional<Drops.Claim> claim = ledger.drops().claimForRead();
        claim.ifPresent(this::read);
        return claim.isPresent();
    }

    /** Ends reading soon, and for good: claims are given back, drops stay as far as they are committed. */
    public void stop() {
        stopping = true;
    }

    private void read(Drops.Claim claim) {
        String name = ledger.recipes().taskName(claim.taskId());
        DropLog report = new DropLog(ledger.drops(), claim, name);
        boolean settled = false;
        try {
            Optional<Task> task = tasks.find(name);
            if (task.isPresent()) {
                settled = read(claim, task.get(), report);
            } else {
                fail(claim, report, "task \"" + name + "\" is not configured any more", false);
                settled = true;
            }
            troubles.remove(claim.dropId());
        } catch (StaleFenceException e) {
            settled = true;
            log.warn("{}: {}", report.drop(), e.getMessage());
        } catch (LedgerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            settled = trouble(claim, report, e);
        } finally {
            if (!settled) {
                release(claim, report);
            }
        }
    }

    private boolean read(Drops.Claim claim, Task task, DropLog report) throws IOException {
        try (OpenDrop open = files.open(claim, task)) {
            boolean keepRows = task.input().keepRows();
            report.counts(open.reader().unit());
            try {
                if (!open.run(this::mustStop, report::progress)) {
                    report.stopped();
                    return false;
                }
            } catch (UnreadableFileException e) {
                if (keepRows) {
                    open.keepRest();
                }
                fail(claim, report, e.reason(), keepRows);
                return true;
            }
            ledger.drops().seal(claim);
            report.sealed();
            return true;
        } catch (UnreadableFileException e) {
            fail(claim, report, e.reason(), false);
            return true;
        } catch (SourceChangedException e) {
            fail(claim, report, e.reason(), false);
            return true;
        }
    }

    private boolean mustStop() {
        return stopping || Thread.currentThread().isInterrupted();
    }

    private void fail(Drops.Claim claim, DropLog report, String reason, boolean keepRows) {
        String note = report.failure(reason, keepRows);
        try {
            files.putAway(claim, report, note);
        } catch (IOException e) {
            log.warn("{}: could not be copied to the failed files: {}", report.drop(), e.toString());
        }
        ledger.drops().fail(claim, reason, keepRows);
        log.error("{}", note.strip().replace('\n', ' '));
        report.refusals();
    }

    private boolean trouble(Drops.Claim claim, DropLog report, Exception e) {
        int count = troubles.merge(claim.dropId(), 1, Integer::sum);
        if (count < MAX_TROUBLES || mustStop()) {
            log.warn("{}: trouble {} of {}, read again from the last commit on", report.drop(), count, MAX_TROUBLES, e);
            return false;
        }
        log.error("{}: trouble {} of {}, given up", report.drop(), count, MAX_TROUBLES, e);
        troubles.remove(claim.dropId());
        fail(claim, report, count + " tries in a row ended with " + e, false);
        return true;
    }

    private void release(Drops.Claim claim, DropLog report) {
        try {
            ledger.drops().release(claim);
        } catch (LedgerException e) {
            log.warn("{}: its claim could not be given back; the next start does: {}", report.drop(), e.getMessage());
        }
    }
}
