package dev.caravan.submission;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.ledger.Submissions.Claim;
import dev.caravan.ledger.Submissions.Output;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code finish}: writes the outputs of submissions of which nothing moves any more, and deletes the files of those
 * whose drops have lost theirs by age.
 */
public final class Finish {
    private static final Logger LOG = LoggerFactory.getLogger(Finish.class);
    private static final int AT_ONCE = 100;
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Spool spool;
    private final OutputWriter outputs;
    private final UploadedFiles files;
    private final LongSupplier nanoTime;
    private long troubled;
    private boolean waits;
    private volatile boolean stopping;

    /** @param nanoTime a monotonic clock */
    Finish(Ledger ledger, Spool spool, OutputWriter outputs, UploadedFiles files, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.spool = spool;
        this.outputs = outputs;
        this.files = files;
        this.nanoTime = nanoTime;
    }

    /** Ends one submission. False if there was none to end, or what there was has to wait after a failure. */
    public synchronized boolean once() {
        if (stopping || (waits && nanoTime.getAsLong() - troubled < AFTER_TROUBLE.toNanos())) {
            return false;
        }
        waits = false;
        return ledger.submissions().claim().map(this::end).orElse(false);
    }

    /** Ends writing soon, and for good: what is half written is written anew by the next process. */
    public void stop() {
        stopping = true;
    }

    /** Deletes what retention left of submissions, and uploads whose time is over. */
    public void purge() throws IOException {
        for (Claim old : ledger.submissions().aged(AT_ONCE)) {
            Files.delete(spool, SubmissionPaper.folder(old.publicId()));
            ledger.submissions().purged(old.id());
        }
        files.purge();
    }

    private boolean end(Claim claim) {
        boolean ended = false;
        try {
            if (new Editions(spool)
                    .newest(SubmissionPaper.body(claim.publicId()))
                    .isEmpty()) {
                ledger.submissions().lost(claim);
                LOG.warn("Submission {} has no body any more: it ends without an output", claim.publicId());
                return true;
            }
            Optional<Output> output = outputs.write(claim, () -> stopping);
            output.ifPresent(written -> ended(claim, written));
            ended = output.isPresent();
        } catch (StaleFenceException e) {
            ended = true;
            LOG.warn("{}", e.getMessage());
        } catch (IOException | UncheckedIOException | LedgerException e) {
            waits = true;
            troubled = nanoTime.getAsLong();
            LOG.error(
                    "The output of submission {} could not be written: {}. It is tried again in {} s",
                    claim.publicId(),
                    e.toString(),
                    AFTER_TROUBLE.toSeconds());
        } finally {
            if (!ended) {
                ledger.submissions().release(claim);
            }
        }
        return ended;
    }

    private void ended(Claim claim, Output output) {
        ledger.submissions().ended(claim, output);
        LOG.info(
                "Submission {} is complete: {} lines have a result, {} have none",
                claim.publicId(),
                output.ok(),
                output.failed());
    }
}
