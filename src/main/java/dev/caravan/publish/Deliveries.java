package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends publications to sinks. The ledger counts every send before it happens and is the only retry. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Ledger ledger;
    private final Spool spool;
    private final int mostSends;

    Deliveries(Ledger ledger, Spool spool, int mostSends) {
        this.ledger = ledger;
        this.spool = spool;
        this.mostSends = mostSends;
    }

    /** What was given up goes again when the process starts: a restart is how an operator says that the cause is gone. */
    void start() {
        int again = ledger.publications().replayDead();
        if (again > 0) {
            LOG.info("{} deliveries that had been given up are sent again", again);
        }
    }

    Optional<DeliveryInHand> claim() {
        return ledger.publications()
                .claimDelivery()
                .map(delivery -> new DeliveryInHand(delivery, ledger.recipes().taskName(delivery.taskId()), spool));
    }

    void delivered(DeliveryInHand delivery) {
        ledger.publications().delivered(delivery.delivery());
        LOG.debug("Sent {} ({} records)", delivery, delivery.getRecords());
    }

    /** Null when it is not to be tried again. */
    @Nullable
    Duration waitAfter(DeliveryInHand delivery, Throwable error) {
        boolean last = Reasons.isAlarm(error) || delivery.getSend() >= mostSends;
        return last ? null : PublishSettings.waitAfter(delivery.getSend());
    }

    void failed(DeliveryInHand delivery, String reason, @Nullable Duration wait) {
        ledger.publications().failed(delivery.delivery(), reason, wait);
        if (wait != null) {
            LOG.warn(
                    "Sending {} failed (send {} of {}): {}. Next send in {} s",
                    delivery,
                    delivery.getSend(),
                    mostSends,
                    reason,
                    wait.toSeconds());
        } else {
            LOG.error(
                    "Sending {} failed for good after {} sends: {}. Its {} records stay completed, not published, and its"
                            + " content stays in the spool at {}. Later publications go on. Set right what the reason"
                            + " names and restart Caravan: every delivery given up is sent again at start",
                    delivery,
                    delivery.getSend(),
                    reason,
                    delivery.getRecords(),
                    delivery.delivery().content().path());
        }
    }
}
