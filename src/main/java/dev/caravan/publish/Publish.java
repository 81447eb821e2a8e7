package dev.caravan.publish;

import dev.caravan.ledger.StaleFenceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code publish}: freezes finished records into publications, and brings each publication to its sinks. */
public final class Publish {
    private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

    private final Publishing publishing;
    private final Deliveries deliveries;

    Publish(Publishing publishing, Deliveries deliveries) {
        this.publishing = publishing;
        this.deliveries = deliveries;
    }

    /**
     * Makes one publication: its members and the hash of its content are in the ledger when this returns. One that an
     * earlier process left half made comes first.
     *
     * @return false if there was nothing to do, or what there was has to wait after a failure
     */
    public boolean open() {
        return publishing.next();
    }

    /** Whether {@link #open} makes a publication of what people rejected before long; the ledger's counts don't know who wants that. */
    public boolean rejectsWait() {
        return publishing.rejectsWait();
    }

    /** Takes one due delivery and counts the send; null if there is none. */
    public @Nullable DeliveryInHand claim() {
        return deliveries.claim().orElse(null);
    }

    /**
     * The first step of every sink kamelet: what may happen when the same delivery is sent again.
     *
     * @param kind {@code keyed}: the sink knows a repetition by its key, send as often as needed. {@code blind}: it does
     *     not; this counts the send before it happens, and refuses a third, which only a person may allow
     */
    public void repeats(DeliveryInHand delivery, String kind) throws SinkException {
        if (kind.equals("blind")) {
            delivery.countBlind();
        } else if (!kind.equals("keyed")) {
            throw SinkException.forGood(
                    "Its kamelet says repeats \"" + kind + "\"; allowed: keyed, blind. Nothing was sent");
        }
    }

    /** The sink has it. */
    public void delivered(DeliveryInHand delivery) {
        deliveries.delivered(delivery);
    }

    /** The sink failed: it is tried again soon, or given up: then again much later, or when a person says so. */
    public void failed(@Nullable DeliveryInHand delivery, Throwable error) {
        if (delivery == null) {
            LOG.error("Publish could not take a delivery; it tries again at its next tick", error);
        } else if (error instanceof StaleFenceException) {
            LOG.warn("Sending {} stopped: {}", delivery, error.getMessage());
        } else {
            deliveries.failed(delivery, error);
        }
    }
}
