package dev.caravan.batch;

import dev.caravan.batch.DownloadInHand.Wanted;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a read of a result file was complete. Where its lines disagree with the provider's counts it is read
 * again, and taken only when two reads in a row are identical: then it is the counts that are wrong. The same is true of a
 * file whose last line has no end: then it is the file that is broken, and it is taken up to its last whole line.
 */
final class Reads {
    private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

    private final Map<String, String> lastDisagreeing = new ConcurrentHashMap<>();
    private final Map<String, Broken> lastBroken = new ConcurrentHashMap<>();

    /** A read that ended in the middle of a line. {@code whole}: how many of its bytes are whole lines. */
    record Broken(long whole, long bytes, String sha256) {}

    boolean complete(long batchId, Wanted wanted, long lines, String sha256) {
        String key = key(batchId, wanted);
        boolean agrees = wanted.expectedLines() < 0 || wanted.expectedLines() == lines;
        if (agrees || sha256.equals(lastDisagreeing.get(key))) {
            lastDisagreeing.remove(key);
            return true;
        }
        lastDisagreeing.put(key, sha256);
        return false;
    }

    /** The last read of it, if that ended in the middle of a line; this one may be the second like it. Asked once. */
    @Nullable
    Broken broken(Wanted wanted) {
        return lastBroken.remove(key(wanted.batchId(), wanted));
    }

    void broke(Wanted wanted, Broken read) {
        lastBroken.put(key(wanted.batchId(), wanted), read);
    }

    /** Says that a file is taken without its end. To be called before it is accepted. */
    static void tell(Events events, String subject, String cut) {
        events.raise(EventKind.RESULTS_CUT, subject, cut);
        LOG.error("{}: {}", subject, cut);
    }

    private static String key(long batchId, Wanted wanted) {
        return batchId + "/" + wanted.kind() + "/" + wanted.tryNo();
    }
}
