package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.spool.StorageException;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads drops into segments and the ledger, one at a time for each caller. */
public final class Read {
    private static final Logger log = LoggerFactory.getLogger(Read.class);
    private static final int MAX_TROUBLES = 3;

    private final Ledger ledger;
    private final Tasks tasks;
    private final DropFiles files;
    private final Arrivals arrivals;
    private final HugeDrops huge;
    private final Pause pause;
    private final Map<Long, Integer> troubles = new ConcurrentHashMap<>();
    private final AtomicBoolean rangesFirst = new AtomicBoolean();
    private volatile boolean stopping;

    /** What is done with drops that several nodes read. */
    record HugeDrops(Splitting splitting, RangeWork ranges) {}

    /** @param pause that all who read here keep */
    Read(Ledger ledger, Tasks tasks, DropFiles files, Arrivals arrivals, HugeDrops huge, Pause pause) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.files = files;
        this.arrivals = arrivals;
        this.huge = huge;
        this.pause = pause;
    }

    /**
     * Claims the oldest drop that waits, reads it to its end and seals it; or does one step of a huge drop that several nodes
     * read, in turn with the others. A file that can't be read fails, with a copy and
     * the reason in {@code .failed}. A full disk or a spool that does not answer is waited for, however long; any other
     * trouble leaves the drop for the next call, at most three times.
     *
     * <p>Nothing is read while a disk has too little room.
     *
     * @return whether there was a drop to read
     * @throws LedgerException if the ledger fails; the drop is read on later
     */
    public boolean once() {
        return !arrivals.isShort() && onceAnyway();
    }

    /** The same, however little room there is: what was read before the ledger was put back must be read again first. */
    public boolean onceAnyway() {
        if (stopping || pause.isOn()) {
            return false;
        }
        try {
            arrivals.settle();
        } catch (IOException e) {
            log.warn("A file that came waits, as it is not known whether it arrived: {}", e.getMessage());
        }
        boolean ranges = rangesFirst.getAndSet(!rangesFirst.get());
        return ranges ? range() || drop() : drop() || range();
    }

    private boolean range() {
        return huge.ranges().once(this::mustStop);
    }

    private boolean drop() {
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
        try (Work work = Work.begin("read", InHand.drop(claim.dropId()).task(name))) {
            read(claim, name, work);
        }
    }

    private void read(Drops.Claim claim, String name, Work work) {
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
            pause.end();
        } catch (StaleFenceException e) {
            settled = true;
            log.warn("{}: {}", report.drop(), e.getMessage());
        } catch (LedgerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            work.failed(e.getClass().getSimpleName());
            StorageException storage = StorageException.find(e);
            settled = storage == null ? trouble(claim, report, e) : waits(report, storage);
        } finally {
            if (!settled) {
                release(claim, report);
            }
        }
    }

    private boolean read(Drops.Claim claim, Task task, DropLog report) throws IOException {
        Splitting.Done done = huge.splitting().step(claim, task, this::mustStop);
        return switch (done.next()) {
            case ONE_PIECE -> inOnePiece(claim, task, report);
            case RANGES -> true;
            case STOPPED -> {
                report.stopped();
                yield false;
            }
            case SEAL -> {
                ledger.drops().seal(claim);
                report.sealed();
                yield true;
            }
            case FAIL -> {
                fail(claim, report, done.reason(), done.keepRows());
                yield true;
            }
        };
    }

    private boolean inOnePiece(Drops.Claim claim, Task task, DropLog report) throws IOException {
        try (OpenDrop open = files.open(claim, task)) {
            boolean keepRows = task.input().keepRows();
            report.counts(open.reader().unit());
            try {
                if (!open.run(this::mustStop, report::progress)) {
                    report.stopped();
                    return false;
                }
            } catch (UnreadableFileException e) {
                blameStorage(e);
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
            blameStorage(e);
            fail(claim, report, e.reason(), false);
            return true;
        } catch (SourceChangedException e) {
            fail(claim, report, e.reason(), false);
            return true;
        }
    }

    /** A parser may have taken a spool that breaks off for the end of a broken file. */
    private static void blameStorage(UnreadableFileException e) throws StorageException {
        StorageException storage = StorageException.find(e);
        if (storage != null) {
            throw storage;
        }
    }

    private boolean mustStop() {
        return stopping || Thread.currentThread().isInterrupted();
    }

    private void fail(Drops.Claim claim, DropLog report, String reason, boolean keepRows) throws StorageException {
        String note = report.failure(reason, keepRows);
        try {
            files.putAway(claim, report, note);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            log.warn("{}: could not be copied to the failed files: {}", report.drop(), e.toString());
        }
        ledger.drops().fail(claim, reason, keepRows);
        log.error("{}", note.strip().replace('\n', ' '));
        report.refusals();
    }

    private boolean waits(DropLog report, StorageException e) {
        if (!mustStop()) {
            log.warn(
                    "{}: waits, and is read on in {} s. {}",
                    report.drop(),
                    pause.begin().toSeconds(),
                    e.getMessage());
        }
        return false;
    }

    private boolean trouble(Drops.Claim claim, DropLog report, Exception e) {
        int count = troubles.merge(claim.dropId(), 1, Integer::sum);
        if (count < MAX_TROUBLES || mustStop()) {
            log.warn("{}: trouble {} of {}, read again from the last commit on", report.drop(), count, MAX_TROUBLES, e);
            return false;
        }
        log.error("{}: trouble {} of {}, given up", report.drop(), count, MAX_TROUBLES, e);
        try {
            fail(claim, report, count + " tries in a row ended with " + e, false);
        } catch (StorageException storage) {
            return waits(report, storage);
        }
        troubles.remove(claim.dropId());
        return true;
    }

    private void release(Drops.Claim claim, DropLog report) {
        try {
            ledger.drops().release(claim);
        } catch (LedgerException e) {
            ledger.drops().forsake(claim);
            log.warn("{}: waits until the ledger can be written. {}", report.drop(), e.getMessage());
        }
    }
}
