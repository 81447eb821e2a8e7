package dev.caravan.metrics;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders of this machine that Caravan writes to, by what they are for. */
final class Places {
    private Places() {}

    /** @param spool as {@code caravan.spool} says it: empty for a folder below data, or a bucket, which is on no disk here */
    static Map<String, Path> of(Path data, String spool, Path outbox) {
        Map<String, Path> places = new LinkedHashMap<>();
        places.put("data", data);
        places.put("outbox", outbox);
        if (spool.isEmpty()) {
            places.put("spool", data.resolve("spool"));
        } else if (!spool.contains("://")) {
            places.put("spool", Path.of(spool));
        }
        return places;
    }
}
