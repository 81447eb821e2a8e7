package dev.caravan.batch;

import dev.caravan.ledger.Batches.Try;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look at the custom ids of a batch that was adopted by the number of its requests alone. Another's results move
 * nothing: the members are held for a person, and never count as missing, which would send them again.
 */
final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private final Workplace at;
    private final BatchInHand batch;

    Verification(Workplace at, BatchInHand batch) {
        this.at = at;
        this.batch = batch;
    }

    /** False if the batch is another's; its claim has ended then. */
    boolean passes(List<ResultFile> files, ResultLines lines) throws IOException {
        if (at.ledger().batches().tries(batch.getId()).stream().allMatch(Try::verified)) {
            return true;
        }
        var rows = new FirstRows(
                new MemberIds(at.ledger(), batch.getId()), batch.batch().members(), lines);
        for (ResultFile file : files) {
            try (InputStream results = at.spool().open(file.path(), 0)) {
                if (rows.of(results) == FirstRows.Verdict.OURS) {
                    at.ledger().doubts().verified(batch.claim());
                    return true;
                }
            }
        }
        at.ledger()
                .doubts()
                .lost(
                        batch.claim(),
                        "foreign_results",
                        "what was taken for their batch (" + batch.getProviderId() + ") holds other custom ids");
        LOG.error(
                "Batch {}: {} at {} was adopted by its number of requests, but its results are another's. Nothing was"
                        + " taken from them; the records are held. Is the workspace really exclusive to this ledger?",
                batch.getId(),
                batch.getProviderId(),
                batch.reach().provider().name());
        return false;
    }
}
