package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.ledger.Contents.Part;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.RecordState;
import dev.caravan.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        return new Outlook(said(row, open), Viewer.iso(awaited.home()), awaited.how(), cost);
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

    private List<Outlook.Said> said(DropRow row, List<Job> open) {
        List<Outlook.Said> said = new ArrayList<>();
        long id = row.drop().id();
        DropCounts counts = row.drop().counts();
        if (row.cancelled()) {
            add(said, "It is cancelled: nothing of it is sent again until somebody lets it go", "");
        }
        if (row.held()) {
            add(said, "Somebody holds it: nothing more of it is sent until it is let go", "");
        }
        reading(said, row);
        open.stream()
                .min(Comparator.comparing(
                        (Job one) -> one.batch().times().due(), Comparator.nullsFirst(Comparator.naturalOrder())))
                .ifPresent(one -> {
                    BatchLine line = BatchLine.of(one, now);
                    said.add(new Outlook.Said(
                            "Batch " + line.id() + " is " + line.state().word() + ". " + line.next(),
                            line.nextAt(),
                            line.href()));
                });
        waiting(said, row);
        long review = counts.in(RecordState.REVIEW_REQUIRED);
        if (review > 0) {
            add(said, Figures.count(review) + " wait for a person", "/review?drop=" + id);
        }
        troubled(said, counts, RecordState.HELD, "are held until somebody lets them go", id);
        troubled(
                said,
                counts,
                RecordState.INVALID_OUTPUT,
                "break a rule and wait for a new prompt, schema or model",
                id);
        troubled(
                said,
                counts,
                RecordState.PROVIDER_ERROR,
                "failed at the provider: again by the retry policy, or never",
                id);
        if (said.isEmpty()) {
            add(said, counts.read() == 0 ? "Nothing: it has no rows" : "Nothing: every record has its end", "");
        }
        return List.copyOf(said);
    }

    private static void reading(List<Outlook.Said> said, DropRow row) {
        DropState state = row.drop().state();
        String reason = row.drop().reason() == null ? "" : ": " + row.drop().reason();
        switch (state) {
            case ARRIVING -> add(said, "Its bytes are being taken", "");
            case RECEIVED -> add(said, "It is read as soon as somebody is free", "");
            case READING -> add(said, "Its rows are being read", "");
            case FAILED -> add(said, "It could not be read" + reason, "");
            case VOID -> add(said, "Its source was gone before it was taken" + reason, "");
            case SEALED -> {}
        }
    }

    private void waiting(List<Outlook.Said> said, DropRow row) {
        DropCounts counts = row.drop().counts();
        long queued = counts.in(RecordState.QUEUED);
        if (queued > 0 && !row.cancelled() && !row.held()) {
            add(said, Figures.count(queued) + " wait for a batch", "");
        }
        long completed = counts.in(RecordState.COMPLETED);
        if (completed > 0) {
            boolean closed = gated.contains(row.task()) && !row.opened();
            add(
                    said,
                    Figures.count(completed)
                            + (closed ? " valid answers wait at its gate" : " valid answers go to the sinks"),
                    closed ? "/gates" : "");
        }
    }

    private static void troubled(
            List<Outlook.Said> said, DropCounts counts, RecordState state, String what, long drop) {
        if (counts.in(state) > 0) {
            add(
                    said,
                    Figures.count(counts.in(state)) + " " + what,
                    "/drops/" + drop + "?state=" + Badge.word(state) + "#records");
        }
    }

    private static void add(List<Outlook.Said> said, String text, String href) {
        said.add(new Outlook.Said(text, "", href));
    }
}
