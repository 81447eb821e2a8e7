package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.RunningBatches;
import dev.caravan.ledger.RunningBatches.Look;
import dev.caravan.ledger.RunningBatches.Running;
import dev.caravan.model.Credential;
import dev.caravan.provider.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where many batches of a credential are due, its provider's list says in one call for a hundred of them that nothing
 * changed. Those are put off without a claim and without a word. Whatever did change, or is to be judged by its age, or is
 * not in the list, stays due and is asked about one by one as ever: the list decides nothing. It is read four times in the
 * longest wait at most.
 */
final class ListPolls {
    /** How far a provider's clock and ours may be apart. */
    static final Duration CLOCKS = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ListPolls.class);
    private static final int CROWD = 20;
    private static final int AT_ONCE = 50_000;
    private static final Duration USELESS = Duration.ofMinutes(15);

    private final Workplace at;
    private final BoundTasks tasks;
    private final Map<String, Instant> rests = new ConcurrentHashMap<>();

    ListPolls(Workplace at, BoundTasks tasks) {
        this.at = at;
        this.tasks = tasks;
    }

    /** The batches that are due, or will be within half of the longest wait, so that they share their looks from then on. */
    @Nullable
    ListLook begin() {
        Instant now = at.clock().instant();
        rests.values().removeIf(until -> !until.isAfter(now));
        RunningBatches running = at.ledger().running();
        Optional<Credential> credential = running.crowded(
                        CROWD,
                        at.standstill().calling(at.pace().breakers().suspect()).credentials())
                .filter(name -> !rests.containsKey(name))
                .map(name -> at.models().credentials().get(name))
                .filter(Credential::isUsable);
        if (credential.isEmpty()) {
            return null;
        }
        Duration ahead = credential.get().provider().polling().longest().dividedBy(2);
        return new ListLook(credential.get(), running.dueBy(credential.get().name(), now.plus(ahead), AT_ONCE));
    }

    void end(ListLook look) {
        Instant now = at.clock().instant();
        List<Look> same = look.batches().stream()
                .filter(batch -> isSame(look, batch, now))
                .map(batch -> new Look(batch, wait(look, batch)))
                .toList();
        int putOff = at.ledger().running().unchanged(same);
        LOG.debug(
                "Of {} running batches of \"{}\" its list shows {} unchanged",
                look.batches().size(),
                look.getCredential(),
                putOff);
        Duration longest = look.reach().provider().polling().longest();
        long shown = look.batches().stream()
                .filter(batch -> look.seen(batch) != null)
                .count();
        boolean useful = shown >= look.batches().size() / 4;
        rests.put(look.getCredential(), now.plus(useful ? longest.dividedBy(4) : USELESS));
    }

    /** The next look is one by one, and so are all until then. */
    void failed(ListLook look) {
        rests.put(look.getCredential(), at.clock().instant().plus(USELESS));
    }

    private boolean isSame(ListLook look, Running batch, Instant now) {
        JobStatus status = look.seen(batch);
        return status != null
                && !status.terminal()
                && status.state().equals(batch.status())
                && status.total() <= batch.lines()
                && !isOld(look, batch, now)
                && !isLate(batch, now);
    }

    private static boolean isOld(ListLook look, Running batch, Instant now) {
        Duration most = look.reach().provider().polling().maxAge();
        return most != null && !now.isBefore(batch.submittedAt().plus(most));
    }

    private boolean isLate(Running batch, Instant now) {
        Optional<BoundTask> task = tasks.find(batch.taskId());
        return !batch.late()
                && task.map(one -> one.task().deadline())
                        .filter(deadline ->
                                !batch.since().plus(deadline.after()).isAfter(now))
                        .isPresent();
    }

    private static Duration wait(ListLook look, Running batch) {
        var polling = look.reach().provider().polling();
        return new Backoff(polling.first(), polling.longest()).after(batch.polls() + 1);
    }
}
