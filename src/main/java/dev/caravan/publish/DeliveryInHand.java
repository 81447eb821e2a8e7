package dev.caravan.publish;

import dev.caravan.ledger.Publications;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;

/** One claimed delivery, as the routes and sinks see it: which publication goes to which sink, and its bytes. */
public final class DeliveryInHand {
    private final Publications.Delivery delivery;
    private final String task;
    private final Spool spool;

    DeliveryInHand(Publications.Delivery delivery, String task, Spool spool) {
        this.delivery = delivery;
        this.task = task;
        this.spool = spool;
    }

    /** Names the route {@code sink-<name>}. */
    public String getSink() {
        return delivery.sink();
    }

    public String getTask() {
        return task;
    }

    /** Number of the publication; the same at every send, so a sink can recognise a repetition. */
    public long getPublication() {
        return delivery.publicationId();
    }

    /** Which send this is, from 1. */
    public int getSend() {
        return delivery.sends();
    }

    /** How many records the publication holds. */
    public int getRecords() {
        return delivery.content().records();
    }

    /** SHA-256 of the content in hex. */
    public String getSha256() {
        return delivery.content().sha256();
    }

    /** Opens the content from its start: UTF-8, one JSON object a line. To be closed. */
    public InputStream open() throws IOException {
        return spool.open(delivery.content().path(), 0);
    }

    Publications.Delivery delivery() {
        return delivery;
    }

    @Override
    public String toString() {
        return "publication " + getPublication() + " of " + task + " to sink " + getSink();
    }
}
