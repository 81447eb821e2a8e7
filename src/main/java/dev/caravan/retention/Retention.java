package dev.caravan.retention;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Purges;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code retention}: deletes payloads, later rows, of whole drops at rest that are older than their task wants (protocol
 * rule 46). Marked in the ledger first, so that a process that dies in between leaves nothing half deleted for ever.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int ROWS_AT_ONCE = 2_000;

    private final Ledger ledger;
    private final Tasks tasks;
    private final Payloads payloads;
    private final Clocks clocks;
    private final Clock clock;
    private final int most;
    private boolean doubted;

    /** @param most drops of a task that lose their payloads in one run, and as many their rows */
    Retention(Ledger ledger, Tasks tasks, Payloads payloads, Clocks clocks, Clock clock, int most) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.payloads = payloads;
        this.clocks = clocks;
        this.clock = clock;
        this.most = most;
    }

    /** Ends what an earlier run began, then deletes what is too old, up to the cap. */
    public synchronized void once() throws IOException {
        ledger.nodes().duties().alone("retention", this::work);
    }

    private void work() throws IOException {
        Purges purges = ledger.purges();
        for (long drop : purges.marked()) {
            purge(drop);
        }
        for (long drop : purges.forgetting()) {
            forget(drop);
        }
        List<String> names = new ArrayList<>(tasks.byName().keySet());
        names.addAll(ledger.recipes().taskNames(GatewayTasks.PREFIX));
        for (String name : names) {
            Optional<Task.Retention> retention = tasks.retention(name);
            if (retention.isPresent()) {
                old(name, retention.get());
            }
        }
    }

    private void old(String task, Task.Retention retention) throws IOException {
        Purges purges = ledger.purges();
        int id = ledger.recipes().taskId(task);
        Instant before = before(retention.payloads());
        if (before != null) {
            payloads(task, purges.aged(id, before, most));
        }
        Instant outdated = before(retention.audit());
        if (outdated != null) {
            rows(task, purges.outdated(id, outdated, most));
            reruns(purges.outdatedReruns(id, outdated, most));
        }
    }

    private @Nullable Instant before(@Nullable Duration age) {
        return age == null ? null : clock.instant().minus(age);
    }

    private void payloads(String task, List<Long> drops) throws IOException {
        if (drops.isEmpty() || isDoubted()) {
            return;
        }
        int gone = 0;
        for (long drop : drops) {
            if (ledger.purges().mark(drop)) {
                purge(drop);
                gone++;
            }
        }
        tell(task, gone, "payloads", drops);
    }

    private void purge(long drop) throws IOException {
        List<Long> batches = ledger.purges().freeBatches(drop);
        List<Long> publications = ledger.purges().freePublications(drop);
        payloads.drop(drop, clock.instant());
        for (long batch : batches) {
            payloads.batch(batch, clock.instant());
        }
        for (long publication : publications) {
            payloads.publication(publication);
        }
        ledger.purges().purged(drop, batches, publications);
    }

    private void rows(String task, List<Long> drops) throws IOException {
        if (drops.isEmpty() || isDoubted()) {
            return;
        }
        for (long drop : drops) {
            ledger.purges().forget(drop);
            forget(drop);
        }
        tell(task, drops.size(), "rows", drops);
    }

    private void reruns(List<Long> ids) throws IOException {
        if (!ids.isEmpty() && !isDoubted()) {
            ledger.purges().forgetReruns(ids);
        }
    }

    private void forget(long drop) {
        boolean more = true;
        while (more) {
            more = ledger.purges().forgetSome(drop, ROWS_AT_ONCE);
        }
    }

    private void tell(String task, int gone, String what, List<Long> drops) {
        if (gone > 0) {
            List<Long> some = new ArrayList<>(drops.subList(0, Math.min(drops.size(), 20)));
            String body = "The " + what + " of " + gone + (gone == 1 ? " drop" : " drops") + " were deleted by age: "
                    + some + (some.size() < drops.size() ? " and more" : "");
            ledger.events().raise(EventKind.PURGED, "task " + task, body);
            LOG.info("Task {}: {}", task, body);
        }
    }

    /** Told once for as long as it lasts. */
    private boolean isDoubted() throws IOException {
        var doubt = clocks.doubt();
        if (doubt.isPresent() && !doubted) {
            String body = "Nothing is deleted by age: " + doubt.get();
            ledger.events().raise(EventKind.CLOCKS_DISAGREE, "ledger", body);
            LOG.warn("{}. Set the clock right; it goes on by itself", body);
        }
        doubted = doubt.isPresent();
        return doubted;
    }
}
