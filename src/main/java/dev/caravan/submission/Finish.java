package dev.caravan.submission;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.ledger.Submissions.Claim;
import dev.caravan.ledger.Submissions.Output;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code finish}: writes the outputs of submissions of which nothing moves any more, and deletes the files of those
 * whose drops have lost theirs by age.
 */
public final class Finish {
    private static final Logger LOG = LoggerFactory.getLogger(Finish.class);
    private static final int AT_ONCE = 100;

    private final Ledger ledger;
    private final Spool spool;
    private final OutputWriter outputs;

    Finish(Ledger ledger, Spool spool, OutputWriter outputs) {
        this.ledger = ledger;
        this.spool = spool;
        this.outputs = outputs;
    }

    /** Ends one submission. False if there was none to end, or what there was has to wait after a failure. */
    public boolean once() {
        return ledger.submissions().claim().map(this::end).orElse(false);
    }

    /** Deletes what retention left of submissions. */
    public void purge() throws IOException {
        for (Claim old : ledger.submissions().aged(AT_ONCE)) {
            Files.delete(spool, SubmissionPaper.folder(old.publicId()));
            ledger.submissions().purged(old.id());
        }
    }

    private boolean end(Claim claim) {
        boolean ended = false;
        try {
            Output output = outputs.write(claim);
            ledger.submissions().ended(claim, output);
            ended = true;
            LOG.info(
                    "Submission {} is complete: {} lines have a result, {} have none",
                    claim.publicId(),
                    output.ok(),
                    output.failed());
        } catch (StaleFenceException e) {
            ended = true;
            LOG.warn("{}", e.getMessage());
        } catch (IOException | UncheckedIOException | LedgerException e) {
            LOG.error(
                    "The output of submission {} could not be written: {}. It is tried again",
                    claim.publicId(),
                    e.toString());
        } finally {
            if (!ended) {
                ledger.submissions().release(claim);
            }
        }
        return ended;
    }
}
