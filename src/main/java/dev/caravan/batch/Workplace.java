package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.spool.Spool;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What every stage works with. */
record Workplace(Ledger ledger, Spool spool, Models models, Protocols protocols, Clock clock) {

    /** The credential that made the batch is the one that works on it. */
    Credential credential(Batches.Batch batch) {
        @Nullable Credential credential = models.credentials().get(batch.credential());
        if (credential == null) {
            throw new IllegalStateException(
                    "Batch " + batch.id() + " was made with the credential \"" + batch.credential()
                            + "\", which config/models.yaml no longer has; put it back, or the batch waits");
        }
        return credential;
    }
}
