package dev.caravan.submission;

import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.State;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What callers may know and do about what they submitted. What is of another workspace does not exist for them. */
public final class Submitted {
    private final Ledger ledger;
    private final Spool spool;
    private final Editions editions;

    Submitted(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
        this.editions = new Editions(spool);
    }

    /** How far it is; the words are those of the public API. */
    public enum Status {
        /** Accepted and not read to its end yet. */
        QUEUED,
        PROCESSING,
        /** There is an output, with a result for one line at least. */
        COMPLETED,
        /** There is an output, and no line has a result. */
        FAILED
    }

    /**
     * A submission as its caller sees it.
     *
     * @param completed lines that have a result by now; @param failed lines that will have none
     * @param output whether its output can be fetched: it has one, and that was not deleted by age
     */
    public record View(
            String publicId,
            Status status,
            long total,
            long completed,
            long failed,
            Instant createdAt,
            @Nullable Instant cancelledAt,
            @Nullable Instant endedAt,
            boolean output) {}

    /** The bytes of an output; to be closed. */
    public record OutputBytes(InputStream in, long bytes) {}

    /** Empty if the caller's workspace has none of this id. */
    public Optional<View> find(Caller caller, String publicId) {
        return ledger.submissions().find(caller.workspace(), publicId).map(this::view);
    }

    /** Empty if it has no output yet, or no longer. Of a batch in OpenAI's shape: all results, then all failures. */
    public Optional<OutputBytes> output(Caller caller, String publicId) throws IOException {
        String path = ledger.submissions()
                .find(caller.workspace(), publicId)
                .map(Submission::output)
                .orElse(null);
        if (path == null) {
            return Optional.empty();
        }
        Optional<String> results = editions.newest(path);
        Optional<String> failures = editions.newest(OutputFiles.failuresBeside(path));
        if (results.isEmpty()) {
            return Optional.empty();
        }
        InputStream first = spool.open(results.get(), 0);
        long bytes = spool.size(results.get());
        return Optional.of(
                failures.isEmpty()
                        ? new OutputBytes(first, bytes)
                        : new OutputBytes(
                                new SequenceInputStream(first, spool.open(failures.get(), 0)),
                                bytes + spool.size(failures.get())));
    }

    /** Nothing of it is sent again; what ran is kept and paid. Does nothing to one that has ended. */
    public Optional<View> cancel(Caller caller, String publicId) {
        Optional<Submission> found = ledger.submissions().find(caller.workspace(), publicId);
        found.filter(one -> one.state() == State.OPEN).ifPresent(one -> {
            // First the drops: a cancel that is told of is one that is done, also after a crash in between.
            for (Part part : ledger.submissions().parts(one.id())) {
                ledger.cancels().drop(part.dropId(), caller.name());
            }
            ledger.submissions().cancelled(one.id());
        });
        return find(caller, publicId);
    }

    private View view(Submission one) {
        long completed = one.ok();
        long failed = one.failed();
        Status status = one.state() == State.COMPLETED ? Status.COMPLETED : Status.FAILED;
        if (one.state() == State.OPEN) {
            status = one.read() ? Status.PROCESSING : Status.QUEUED;
            List<DropCounts> counts = ledger.submissions().parts(one.id()).stream()
                    .flatMap(part -> ledger.drops().find(part.dropId()).stream())
                    .map(drop -> drop.counts())
                    .toList();
            completed = counts.stream()
                    .mapToLong(of -> of.in(RecordState.PUBLISHED))
                    .sum();
            failed = counts.stream().mapToLong(DropCounts::refused).sum();
        }
        return new View(
                one.publicId(),
                status,
                one.lines(),
                completed,
                failed,
                one.createdAt(),
                one.cancelledAt(),
                one.endedAt(),
                one.output() != null);
    }
}
