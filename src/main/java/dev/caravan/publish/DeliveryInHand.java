package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import dev.caravan.spool.Spool;
import dev.caravan.trace.InHand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * One claimed delivery, as the routes and sinks see it: which publication goes to which sink, its bytes, and how much of
 * it the sink already has. Used by one thread at a time.
 */
public final class DeliveryInHand implements InHand.Named {
    /** Sends to a sink that can't tell a repetition: the first, and one more when nobody knows whether that arrived. */
    static final int MOST_BLIND = 2;

    /** Bytes at a time. */
    private static final int COPIED = 1 << 16;

    private final Publications.Delivery delivery;
    private final String task;
    private final Spool spool;
    private final Ledger ledger;
    private int send;
    private int blindSends;
    private int done;

    DeliveryInHand(Publications.Delivery delivery, String task, Spool spool, Ledger ledger) {
        this.delivery = delivery;
        this.task = task;
        this.spool = spool;
        this.ledger = ledger;
        this.send = delivery.sends();
        this.blindSends = delivery.blindSends();
        this.done = delivery.done();
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

    /**
     * Names the publication where several ledgers meet: {@code <ledger>-<publication>}. The same at every send, also when
     * the ledger was restored or forked since it was made.
     */
    public String getKey() {
        return delivery.instance() + "-" + delivery.publicationId();
    }

    /** Which send of what is left this is, from 1. */
    public int getSend() {
        return send;
    }

    /** How many records the publication holds. */
    public int getRecords() {
        return delivery.content().records();
    }

    /** What the fields of {@code result} are made of: name at the sink → answer field or {@code input.<field>}; empty for the answer as it is. */
    Map<String, String> fields() throws IOException {
        return Projection.fields(delivery.fields());
    }

    /** How many records, from the first, the sink said it has. */
    public int getDone() {
        return done;
    }

    /** SHA-256 of the content in hex. */
    public String getSha256() {
        return delivery.content().sha256();
    }

    /** Opens the content from its start: UTF-8, one JSON object a line. To be closed. */
    public InputStream open() throws IOException {
        return open(0);
    }

    /** Opens the content behind so many bytes. To be closed. */
    public InputStream open(long offset) throws IOException {
        return spool.open(delivery.content().path(), offset);
    }

    /** Opens the content as lines, from the first. To be closed. */
    public ContentLines lines() throws IOException {
        return new ContentLines(open());
    }

    /**
     * Copies the content and proves that it is what was frozen.
     *
     * @throws PublicationAlarm if it is not; by then its bytes are written
     */
    public void copyTo(OutputStream out) throws IOException {
        Sha256Stream checked = new Sha256Stream(out);
        try (InputStream content = open()) {
            byte[] buffer = new byte[COPIED];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                checked.write(buffer, 0, n);
            }
        }
        if (!checked.sha256().equals(getSha256())) {
            throw new PublicationAlarm("the content of publication " + getPublication()
                    + " in the spool is not what was frozen (sha256 " + getSha256()
                    + "). The spool was changed or is damaged: restore it from a copy. Nothing was sent");
        }
    }

    /** Proves before the first byte goes out that the content is what was frozen. */
    public void check() throws IOException {
        copyTo(OutputStream.nullOutputStream());
    }

    /** The sink has the first {@code records}; a repetition goes on behind them, also after a crash. */
    public void advanced(int records) {
        ledger.publications().advanced(delivery, records);
        done = records;
        send = 1;
        blindSends = 0;
    }

    /** Records that must not go to a sink that can't compare: it has a newer revision of them. Ascending. */
    public List<Long> outdated() {
        return ledger.publications().outdated(delivery);
    }

    /** Counts a send to a sink that can't tell a repetition, before it happens. */
    void countBlind() throws SinkException {
        if (blindSends >= MOST_BLIND) {
            throw SinkException.forGood("it may have been sent twice already, and this sink can't tell a repetition");
        }
        blindSends = ledger.publications().countBlind(delivery);
    }

    /** Whether it may have reached a sink that can't tell a repetition as often as is allowed. */
    boolean isBlindlySpent() {
        return blindSends >= MOST_BLIND;
    }

    /** Whether it may have reached a sink that can't tell a repetition. */
    boolean isBlindlySent() {
        return blindSends > 0;
    }

    Publications.Delivery delivery() {
        return delivery;
    }

    @Override
    public InHand inHand() {
        return InHand.publication(getPublication()).task(task).sink(getSink());
    }

    @Override
    public String toString() {
        return "publication " + getPublication() + " of " + task + " to sink " + getSink();
    }
}
