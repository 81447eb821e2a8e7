package dev.caravan.batch;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Outputs;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Remains;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one settled batch left, as the ledger knows it, and what becomes of that. */
final class LeftRemains implements Remains {
    private static final Logger LOG = LoggerFactory.getLogger(LeftRemains.class);

    /** Ten times, with waits from an hour to a day: a provider may be out of order for some days. */
    private static final int MOST = 10;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Backoff WAITS = new Backoff(Duration.ofHours(1), DAY);

    private final Workplace at;
    private final CredentialInHand credential;
    private final Instant settledBefore;
    private final Outputs.Left left;
    private final boolean witness;
    private boolean gone;

    /** @param settledBefore what became settled before it is due */
    LeftRemains(Workplace at, CredentialInHand credential, Instant settledBefore, Outputs.Left left, boolean witness) {
        this.at = at;
        this.credential = credential;
        this.settledBefore = settledBefore;
        this.left = left;
        this.witness = witness;
    }

    @Override
    public String providerId() {
        return left.providerId();
    }

    @Override
    public String token() {
        return left.token();
    }

    @Override
    public Map<String, String> files() {
        return left.results() == null
                ? Map.of()
                : JobResults.parse(left.results()).files();
    }

    @Override
    public boolean isWitness() {
        return witness;
    }

    boolean isGone() {
        return gone;
    }

    @Override
    public void gone(boolean listed) {
        at.ledger().outputs().gone(left, listed);
        gone = true;
    }

    @Override
    public void failed(Failure why) {
        if (why.kind() == Failure.Kind.AUTH) {
            // For as long as it takes: one call a day, until somebody grants the permission.
            at.ledger().outputs().refused(credential.getCredential(), settledBefore, DAY);
        } else if (left.asked() + 1 >= MOST || isForGood(why)) {
            at.ledger().outputs().givenUp(left);
            tell(surrender(why));
        } else {
            at.ledger().outputs().later(left, WAITS.after(left.asked() + 1, why.retryAfter()));
            LOG.info(
                    "Batch {}: what it left at {} could not be deleted and is tried again: {}",
                    left.batchId(),
                    provider(),
                    why.message());
        }
    }

    private static boolean isForGood(Failure why) {
        return why.proven() && (why.kind() == Failure.Kind.INVALID_REQUEST || why.kind() == Failure.Kind.FATAL);
    }

    private String surrender(Failure why) {
        return "What " + left.providerId() + " left at " + provider() + " could not be deleted (" + why.code() + ": "
                + why.message() + ") and is not tried again. Its lines are home; delete it there if it must not stay";
    }

    private void tell(String what) {
        if (at.ledger().events().raiseOnce(EventKind.FILES_LEFT, "batch " + left.batchId(), what)) {
            LOG.warn("Batch {}: {}", left.batchId(), what);
        }
    }

    private String provider() {
        return credential.reach().provider().name();
    }
}
