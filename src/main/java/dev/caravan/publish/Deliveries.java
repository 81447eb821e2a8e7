package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.ledger.Publications;
import dev.caravan.spool.Spool;
import dev.caravan.spool.StorageException;
import dev.caravan.trace.Work;
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
    private final PublishSettings settings;
    private final Replays replays;

    Deliveries(Ledger ledger, Spool spool, PublishSettings settings, Replays replays) {
        this.ledger = ledger;
        this.spool = spool;
        this.settings = settings;
        this.replays = replays;
    }

    /**
     * What was given up goes again when the process starts: a restart is how an operator says that the cause is gone.
     * What may have arrived twice goes again only if somebody asks for its sink.
     */
    void start() {
        int again = ledger.publications().replayDead();
        if (again > 0) {
            LOG.info("Given up before and sent again now: {}", count(again));
        }
        replayAsked();
    }

    private void replayAsked() {
        for (Replays.Wish wish : replays.asked()) {
            if (replays.take(wish)) {
                replay(wish.publication(), wish.sink());
            }
        }
    }

    private void replay(@Nullable Long publication, @Nullable String sink) {
        if (publication != null) {
            Publications.Replayed replayed = ledger.publications().replay(publication, sink);
            if (replayed.deliveries() > 0) {
                LOG.info(
                        "Publication {} is sent once more from its first record, as was asked for: {}",
                        publication,
                        count(replayed.deliveries()));
            } else {
                LOG.warn(
                        "Publication {} was asked for{} and is not sent once more: {}",
                        publication,
                        sink == null ? "" : " at " + sink,
                        replayed.why());
            }
        } else if (sink != null) {
            int again = ledger.publications().replay(sink);
            LOG.info("Given up before for {} and sent again now, as was asked for: {}", sink, count(again));
        }
    }

    private static String count(int deliveries) {
        return deliveries == 1 ? "1 delivery" : deliveries + " deliveries";
    }

    Optional<DeliveryInHand> claim() {
        replayAsked();
        return ledger.publications()
                .claimDelivery(ledger.pauses().silentTasks())
                .map(this::inHand);
    }

    private DeliveryInHand inHand(Publications.Delivery delivery) {
        try {
            return new DeliveryInHand(delivery, ledger.recipes().taskName(delivery.taskId()), spool, ledger);
        } catch (RuntimeException e) {
            // A claim without anybody who holds it would be held for ever.
            ledger.publications().forsake(delivery);
            throw e;
        }
    }

    void delivered(DeliveryInHand delivery) {
        ledger.publications().delivered(delivery.delivery());
        LOG.debug("Sent {} ({} records)", delivery, delivery.getRecords());
    }

    /** Null when it is not to be tried again. A full disk and a spool that does not answer are waited for however long. */
    @Nullable
    Duration waitAfter(DeliveryInHand delivery, Throwable error) {
        boolean last = Reasons.isForGood(error)
                || delivery.isBlindlySpent()
                || (delivery.getSend() >= settings.sends() && !StorageException.isBehind(error));
        Duration asked = Reasons.wait(error);
        return last ? null : asked == null ? PublishSettings.waitAfter(delivery.getSend()) : asked;
    }

    /**
     * How long until one that was given up is sent once more by itself; null where only a person can say that it may.
     * What a start sends again comes again by itself as well, but for what sending the same again does not help.
     */
    @Nullable
    Duration onceMore(DeliveryInHand delivery, Throwable error) {
        return Reasons.isForGood(error) || delivery.isBlindlySent() ? null : settings.again();
    }

    void failed(DeliveryInHand delivery, Throwable error) {
        String reason = Reasons.of(error);
        Work.here().failed(error.getClass().getSimpleName());
        Duration wait = waitAfter(delivery, error);
        Duration again = wait == null ? onceMore(delivery, error) : null;
        try {
            if (wait == null) {
                ledger.publications().givenUp(delivery.delivery(), reason, again);
            } else {
                ledger.publications().failed(delivery.delivery(), reason, wait);
            }
        } catch (LedgerUnavailableException e) {
            ledger.publications().forsake(delivery.delivery());
            LOG.warn(
                    "Sending {} failed ({}) and is begun again later, because that could not be written down. {}",
                    delivery,
                    reason,
                    e.getMessage());
            return;
        }
        if (wait != null) {
            LOG.warn(
                    "Sending {} failed (send {} of {}): {}. Next send in {} s",
                    delivery,
                    delivery.getSend(),
                    settings.sends(),
                    reason,
                    wait.toSeconds());
        } else {
            LOG.error(
                    "Sending {} failed{} after {} sends: {}. Its {} records keep the state that they have, and its"
                            + " content stays in the spool at {}. Later publications go on. Set right what the reason"
                            + " names{}: java -jar caravan.jar replay --sink={}{}",
                    delivery,
                    again == null ? " for good" : "",
                    delivery.getSend(),
                    reason,
                    delivery.getRecords(),
                    delivery.delivery().content().path(),
                    again == null
                            ? ", then"
                            : "; it is sent once more in " + again.toMinutes() + " min. To have it sent now",
                    delivery.getSink(),
                    delivery.isBlindlySpent()
                            ? ", if they may arrive there once more"
                            : ". A restart sends it again, too");
        }
    }
}
