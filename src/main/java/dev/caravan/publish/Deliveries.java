package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import java.time.Duration;
import java.util.List;
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

    /**
     * What was given up goes again when the process starts: a restart is how an operator says that the cause is gone.
     * What may have arrived twice goes again only if the operator names its sink.
     */
    void start(List<String> replayed) {
        said(ledger.publications().replayDead());
        replayed.forEach(this::replay);
    }

    int replay(String sink) {
        return said(ledger.publications().replay(sink));
    }

    private static int said(int again) {
        if (again > 0) {
            LOG.info("{} deliveries that had been given up are sent again", again);
        }
        return again;
    }

    Optional<DeliveryInHand> claim() {
        return ledger.publications()
                .claimDelivery()
                .map(delivery ->
                        new DeliveryInHand(delivery, ledger.recipes().taskName(delivery.taskId()), spool, ledger));
    }

    void delivered(DeliveryInHand delivery) {
        ledger.publications().delivered(delivery.delivery());
        LOG.debug("Sent {} ({} records)", delivery, delivery.getRecords());
    }

    /** Null when it is not to be tried again. */
    @Nullable
    Duration waitAfter(DeliveryInHand delivery, Throwable error) {
        boolean last = Reasons.isForGood(error) || delivery.isBlindlySpent() || delivery.getSend() >= mostSends;
        Duration asked = Reasons.wait(error);
        return last ? null : asked == null ? PublishSettings.waitAfter(delivery.getSend()) : asked;
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
                            + " names and restart Caravan{}",
                    delivery,
                    delivery.getSend(),
                    reason,
                    delivery.getRecords(),
                    delivery.delivery().content().path(),
                    delivery.isBlindlySpent()
                            ? " with --caravan.publish.replay=" + delivery.getSink()
                                    + ", if they may arrive there once more"
                            : ": it is sent again at start");
        }
    }
}
