package dev.caravan.trace;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Ids in every line that this thread logs, until they are taken out again: what was there before is put back. */
public final class Ids implements AutoCloseable {
    public static final String STAGE = "stage";

    private final Map<String, @Nullable String> before;

    private Ids(Map<String, String> ids) {
        before = new HashMap<>();
        ids.forEach((key, value) -> {
            before.put(key, MDC.get(key));
            MDC.put(key, value);
        });
    }

    public static Ids put(InHand in) {
        return new Ids(in.ids());
    }

    public static Ids put(String key, String value) {
        return new Ids(Map.of(key, value));
    }

    public static Ids put(Map<String, String> ids) {
        return new Ids(ids);
    }

    /** Those of a stage, and of what it has in hand. */
    static Ids put(String stage, InHand in) {
        Map<String, String> all = new HashMap<>(in.ids());
        all.put(STAGE, stage);
        return new Ids(all);
    }

    @Override
    public void close() {
        before.forEach((key, value) -> {
            if (value == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, value);
            }
        });
    }
}
