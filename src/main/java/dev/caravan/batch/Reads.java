package dev.caravan.batch;

import dev.caravan.batch.DownloadInHand.Wanted;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether a read of a result file was complete. Where its lines disagree with the provider's counts it is read
 * again, and taken only when two reads in a row are identical: then it is the counts that are wrong.
 */
final class Reads {
    private final Map<String, String> lastDisagreeing = new ConcurrentHashMap<>();

    boolean complete(long batchId, Wanted wanted, long lines, String sha256) {
        String key = batchId + "/" + wanted.kind() + "/" + wanted.tryNo();
        boolean agrees = wanted.expectedLines() < 0 || wanted.expectedLines() == lines;
        if (agrees || sha256.equals(lastDisagreeing.get(key))) {
            lastDisagreeing.remove(key);
            return true;
        }
        lastDisagreeing.put(key, sha256);
        return false;
    }
}
