package dev.caravan.intake;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Ranges;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.spool.StorageException;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and stores ranges of huge drops, whoever has marked them. */
final class RangeWork {
    private static final Logger log = LoggerFactory.getLogger(Read.class);
    private static final int MAX_TROUBLES = 3;

    private final Ledger ledger;
    private final Tasks tasks;
    private final RangeFiles files;
    private final Pause pause;
    private final Map<String, Integer> troubles = new ConcurrentHashMap<>();

    RangeWork(Ledger ledger, Tasks tasks, RangeFiles files, Pause pause) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.files = files;
        this.pause = pause;
    }

    /**
     * Does one step of one range. Trouble that comes three times leads to the drop being read in one piece.
     *
     * @return whether there was a range to work on
     */
    boolean once(BooleanSupplier stop) {
        Optional<Ranges.Claim> claim = ledger.ranges().claim();
        claim.ifPresent(range -> work(range, stop));
        return claim.isPresent();
    }

    private void work(Ranges.Claim claim, BooleanSupplier stop) {
        try (Work work = Work.begin("read", InHand.drop(claim.drop().dropId()))) {
            work.say("caravan.range", claim.range().no());
            work(claim, work, stop);
        }
    }

    private void work(Ranges.Claim claim, Work work, BooleanSupplier stop) {
        boolean settled = false;
        try {
            settled = step(claim, stop);
            troubles.remove(name(claim));
            pause.end();
        } catch (StaleFenceException e) {
            settled = true;
            log.warn("{}: {}", name(claim), e.getMessage());
        } catch (LedgerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            work.failed(e.getClass().getSimpleName());
            settled = trouble(claim, e);
        } finally {
            if (!settled) {
                release(claim);
            }
        }
    }

    private boolean step(Ranges.Claim claim, BooleanSupplier stop) throws IOException {
        Optional<Task> task = tasks.find(ledger.recipes().taskName(claim.drop().taskId()));
        if (task.isEmpty()) {
            ledger.ranges().giveUp(claim);
            return true;
        }
        if (claim.step() == Ranges.Step.STORE) {
            return files.store(claim, stop);
        }
        Ranges.Found found;
        try (RangeReading reading = files.open(claim, task.get())) {
            found = reading.run(stop);
        }
        if (found != null) {
            try {
                ledger.ranges().read(claim, found);
            } catch (StaleFenceException e) {
                files.discard(found);
                throw e;
            }
            log.info("{}: read, {} rows", name(claim), found.rows() + found.refusals());
        }
        return found != null;
    }

    private boolean trouble(Ranges.Claim claim, Exception e) {
        StorageException storage = StorageException.find(e);
        if (storage != null) {
            log.warn(
                    "{}: waits, and is worked on in {} s. {}",
                    name(claim),
                    pause.begin().toSeconds(),
                    storage.getMessage());
            return false;
        }
        int count = troubles.merge(name(claim), 1, Integer::sum);
        log.warn("{}: trouble {} of {}", name(claim), count, MAX_TROUBLES, e);
        // What an older ledger names may be gone; another look finds nothing either.
        if (count < MAX_TROUBLES && !(e instanceof NoSuchFileException)) {
            return false;
        }
        troubles.remove(name(claim));
        try {
            ledger.ranges().giveUp(claim);
        } catch (StaleFenceException stale) {
            log.warn("{}: {}", name(claim), stale.getMessage());
        }
        return true;
    }

    private void release(Ranges.Claim claim) {
        try {
            ledger.ranges().release(claim);
        } catch (StaleFenceException e) {
            log.warn("{}: {}", name(claim), e.getMessage());
        } catch (LedgerException e) {
            ledger.ranges().forsake(claim);
            log.warn("{}: waits until the ledger can be written. {}", name(claim), e.getMessage());
        }
    }

    private static String name(Ranges.Claim claim) {
        return "Drop " + claim.drop().dropId() + ", range " + claim.range().no();
    }
}
