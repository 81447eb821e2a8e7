package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.restore.TryPapers;
import dev.caravan.spool.Spool;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every stage works with. */
record Workplace(
        Ledger ledger,
        Spool spool,
        Models models,
        Protocols protocols,
        Clock clock,
        Pace pace,
        TryPapers papers,
        Standstill standstill) {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);
    private static final Duration NO_CREDENTIAL_WAIT = Duration.ofMinutes(5);

    /** A claimed batch for the routes; empty, with the claim given back, if the configuration no longer knows its account. */
    Optional<BatchInHand> inHand(Batches.Claim claim) {
        try (Ids ids = Ids.put(InHand.batch(claim.batch().id()))) {
            var batch = new BatchInHand(claim, credential(claim.batch()));
            batch.ofTask(ledger.recipes().taskName(claim.batch().taskId()));
            pace.breakers().taken(batch.getCredential());
            return Optional.of(batch);
        } catch (IllegalStateException e) {
            LOG.error(e.getMessage());
            ending(claim, () -> ledger.batches().release(claim, NO_CREDENTIAL_WAIT, e.getMessage()));
            return Optional.empty();
        }
    }

    /** The end of a claim. If the ledger can't be written now, the claim is void, and the next one finds the batch as it is. */
    void ending(Batches.Claim claim, Runnable end) {
        try (Ids ids = Ids.put(InHand.batch(claim.batch().id()))) {
            end.run();
        } catch (LedgerUnavailableException e) {
            ledger.batches().forsake(claim);
            LOG.warn(
                    "Batch {} is let go of and taken up again later. {}",
                    claim.batch().id(),
                    e.getMessage());
        }
    }

    /** What is needed to begin with a claimed batch; a claim without it would be held for ever. */
    <T> T beginning(Batches.Claim claim, Supplier<T> begin) {
        try (Ids ids = Ids.put(InHand.batch(claim.batch().id()))) {
            return begin.get();
        } catch (RuntimeException e) {
            ledger.batches().forsake(claim);
            throw e;
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
