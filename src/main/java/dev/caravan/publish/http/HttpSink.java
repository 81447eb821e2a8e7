package dev.caravan.publish.http;

import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.SinkException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code httpSink}: what the kamelet {@code http-sink} asks an endpoint, and what its answers mean. */
public final class HttpSink {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSink.class);

    private final Endpoints endpoints;

    HttpSink(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * Begins, or goes on behind what the endpoint already has.
     *
     * @param endpoint name in {@code caravan.endpoints}
     * @param form array, ndjson or record
     * @param records most records of one request
     * @param conflict what an answer 409 means: {@code dead}, or {@code delivered} where the endpoint answers so to a
     *     repeated key
     */
    public HttpSend open(DeliveryInHand delivery, String endpoint, String form, int records, String conflict)
            throws IOException {
        if (records < 1) {
            throw SinkException.forGood("its kamelet allows " + records + " records a request; at least 1 is needed");
        }
        if (!conflict.equals("dead") && !conflict.equals("delivered")) {
            throw SinkException.forGood("its kamelet says conflict \"" + conflict + "\"; allowed: dead, delivered");
        }
        Endpoint to = endpoints.named(endpoint);
        Form as = Form.named(form);
        delivery.check();
        return new HttpSend(delivery, to, as, records, conflict.equals("delivered"));
    }

    /** @throws SinkException if the endpoint did not take it */
    public void answered(HttpSend send, SinkReply reply) throws IOException {
        send.answered(reply);
        if (!send.isGoingOn()) {
            LOG.info("Sent {}", send);
        }
    }
}
