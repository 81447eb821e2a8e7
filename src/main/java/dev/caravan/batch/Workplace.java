package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.restore.TryPapers;
import dev.caravan.spool.Spool;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every stage works with. */
record Workplace(Ledger ledger, Spool spool, Models models, Protocols protocols, Clock clock, TryPapers papers) {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);
    private static final Duration NO_CREDENTIAL_WAIT = Duration.ofMinutes(5);

    /** A claimed batch for the routes; empty, with the claim given back, if the configuration no longer knows its account. */
    Optional<BatchInHand> inHand(Batches.Claim claim) {
        try {
            return Optional.of(new BatchInHand(claim, credential(claim.batch())));
        } catch (IllegalStateException e) {
            LOG.error(e.getMessage());
            ledger.batches().release(claim, NO_CREDENTIAL_WAIT, e.getMessage());
            return Optional.empty();
        }
    }

    /** The credential that made the batch is the one that works on it. */
    private Credential credential(Batches.Batch batch) {
        @Nullable Credential credential = models.credentials().get(batch.credential());
        if (credential == null) {
            throw new IllegalStateException(
                    "Batch " + batch.id() + " was made with the credential \"" + batch.credential()
                            + "\", which config/models.yaml no longer has; put it back, or the batch waits");
        }
        return credential;
    }
}
