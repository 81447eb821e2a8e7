package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.ledger.Contents.Part;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.RecordState;
import dev.caravan.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks ahead for drops: all of a page at once, over the newest batches that hold records of theirs. */
final class Outlooks {
    /** Batches that are looked through. */
    private static final int LOOK = 5_000;

    /** Open ones that are looked at closely. */
    private static final int MOST_OPEN = 1_000;

    private final Ledger ledger;
    private final Set<String> gated;
    private final Instant now;
    private final Map<Integer, Optional<Duration>> usual = new HashMap<>();

    Outlooks(Ledger ledger, Tasks tasks, Instant now) {
        this.ledger = ledger;
        this.gated = tasks.gated();
        this.now = now;
    }

    /** By the number of the drop. */
    Map<Long, Outlook> of(List<DropRow> drops) {
        Piece<Part> parts = ledger.contents()
                .newestBatches(drops.stream().map(row -> row.drop().id()).toList(), LOOK);
        Set<Long> ids = parts.rows().stream()
                .filter(Part::open)
                .map(Part::id)
                .limit(MOST_OPEN)
                .collect(Collectors.toSet());
        Map<Long, Job> jobs = ledger.overview().jobs(ledger.lists().batches(ids)).stream()
                .collect(Collectors.toMap(job -> job.batch().id(), job -> job));
        Map<Long, List<Part>> mine = parts.rows().stream().collect(Collectors.groupingBy(Part::dropId));
        Map<Long, Outlook> outlooks = new HashMap<>();
        for (DropRow row : drops) {
            long id = row.drop().id();
            outlooks.put(id, of(row, mine.getOrDefault(id, List.of()), jobs, parts.cut()));
        }
        return outlooks;
    }

    private Outlook of(DropRow row, List<Part> parts, Map<Long, Job> jobs, boolean cut) {
        List<Job> open = parts.stream()
                .map(part -> jobs.get(part.id()))
                .filter(Objects::nonNull)
                .toList();
        long micros = parts.stream()
                .mapToLong(part ->
                        Math.round((double) part.micros() * part.records() / Math.max(part.records(), part.of())))
                .sum();
        boolean shared = parts.stream().anyMatch(part -> part.records() < part.of());
        String cost = (cut ? "at least " : shared && micros > 0 ? "about " : "") + Money.usd(micros);
        Awaited awaited = awaited(row, open);
        boolean closed = gated.contains(row.task()) && !row.opened();
        return new Outlook(DropSteps.of(row, open, closed, now), Viewer.iso(awaited.home()), awaited.how(), cost);
    }

    private record Awaited(@Nullable Instant home, String how) {}

    private Awaited awaited(DropRow row, List<Job> open) {
        DropCounts counts = row.drop().counts();
        long queued = counts.in(RecordState.QUEUED);
        if (open.isEmpty() && queued == 0) {
            return new Awaited(null, "");
        }
        Optional<Job> unknown = open.stream().filter(one -> one.usual() == null).findFirst();
        if (unknown.isPresent()) {
            BatchRow batch = unknown.get().batch();
            return new Awaited(
                    null,
                    "not known: no batch of " + batch.model() + " at " + batch.credential() + " has come home yet");
        }
        Optional<Job> last = open.stream().max(Comparator.comparing(this::home));
        Instant home = last.map(this::home).orElse(now);
        String how = last.map(one -> "batch " + one.batch().id() + " is its last, and takes "
                        + BatchLine.took(one.usual(), one.batch()))
                .orElse("");
        if (queued == 0) {
            return new Awaited(home, how);
        }
        Duration took = usual.computeIfAbsent(row.drop().taskId(), ledger.deadlines()::usualTime)
                .orElse(null);
        boolean stopped = row.cancelled() || row.held();
        if (took == null || stopped) {
            return new Awaited(
                    null,
                    stopped
                            ? "not known: what is queued of it does not go"
                            : "not known: no batch of this task has come home yet");
        }
        Instant later = now.plus(took);
        return later.isBefore(home)
                ? new Awaited(home, how)
                : new Awaited(
                        later,
                        "what waits for a batch takes " + Figures.duration(took) + " like the last ones of its task");
    }

    /** What is not sent yet is taken for sent now. */
    private Instant home(Job job) {
        Instant home = job.home();
        return home != null
                ? home
                : now.plus(job.usual() == null ? Duration.ZERO : job.usual().took());
    }
}
