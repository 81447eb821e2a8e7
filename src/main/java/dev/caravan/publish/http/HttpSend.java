package dev.caravan.publish.http;

import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.SinkException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A delivery on its way to an endpoint, request by request; the handle that the kamelet works on. */
public final class HttpSend {
    private static final int CONFLICT = 409;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    private final DeliveryInHand delivery;
    private final Endpoint endpoint;
    private final Form form;
    private final boolean conflictIsDelivered;
    private final ChunkReader chunks;
    private @Nullable Chunk chunk;

    HttpSend(DeliveryInHand delivery, Endpoint endpoint, Form form, int records, boolean conflictIsDelivered)
            throws IOException {
        this.delivery = delivery;
        this.endpoint = endpoint;
        this.form = form;
        this.conflictIsDelivered = conflictIsDelivered;
        this.chunks = new ChunkReader(delivery, form, records);
        this.chunk = chunks.next();
    }

    /** Whether there is a request to send. */
    public boolean isGoingOn() {
        return chunk != null;
    }

    public String getUrl() {
        return endpoint.url().toString();
    }

    /** Name of the endpoint, which the HTTP client swaps for its headers. */
    public String getEndpoint() {
        return endpoint.name();
    }

    public String getContentType() {
        return form.contentType();
    }

    /** The same at every repetition of these bytes. */
    public String getKey() {
        return present().key(delivery.getKey());
    }

    public byte[] getBody() {
        return present().body();
    }

    /** Goes on behind the records that were taken; the ledger knows it before the next request is made. */
    void answered(SinkReply reply) throws IOException {
        int status = reply.status();
        if (status / 100 == 2 || (status == CONFLICT && conflictIsDelivered)) {
            delivery.advanced(present().to());
            chunk = chunks.next();
            return;
        }
        String why =
                "the endpoint " + endpoint + " answered " + status + " to request " + getKey() + ": " + reply.said();
        Duration wait = reply.retryAfter();
        if (status == TOO_MANY || status == REQUEST_TIMEOUT || status == TOO_EARLY || status / 100 == 5) {
            throw wait == null ? SinkException.again(why) : SinkException.after(wait, why);
        }
        throw SinkException.forGood(
                status / 100 == 3
                        ? why + ". Redirects are not followed: set caravan.endpoints." + endpoint + ".url"
                        : why);
    }

    private Chunk present() {
        if (chunk == null) {
            throw new IllegalStateException("Everything of " + delivery + " was sent");
        }
        return chunk;
    }

    @Override
    public String toString() {
        return delivery + " by HTTP";
    }
}
