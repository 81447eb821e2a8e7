package dev.caravan.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of traces and of the spans that others hang below, made of the name of the ledger and the number in it: every node and
 * every start makes the same ones, and nothing has to be kept. A restored ledger has the same name, and so the same traces.
 */
final class TraceIds {
    private static final int TRACE = 16;
    private static final int SPAN = 8;
    /** Of {@link dev.caravan.ledger.Ledger#instance}, what is the same in each epoch. */
    private static final int NAME = 6;

    private final String ledger;

    TraceIds(String instance) {
        this.ledger = instance.substring(0, Math.min(NAME, instance.length()));
    }

    String trace(String kind, long id) {
        return hash(TRACE, "trace", kind, id);
    }

    /** The span that all others of that trace hang below. */
    String root(String kind, long id) {
        return hash(SPAN, "root", kind, id);
    }

    /** The span of a batch in the trace of a drop. */
    String within(long drop, long batch) {
        return hash(SPAN, "within " + drop, InHand.BATCH, batch);
    }

    static String spanId() {
        return IdGenerator.random().generateSpanId();
    }

    private String hash(int bytes, String what, String kind, long id) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256")
                    .digest((ledger + " " + what + " " + kind + " " + id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
