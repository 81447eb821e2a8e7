package dev.caravan.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a unit of work is about. Only numbers of the ledger and names of the configuration: nothing that came in a file.
 *
 * @param ids by the names that the log has for them, in the order in which they are told
 */
public record InHand(Map<String, String> ids) {
    public static final String DROP = "drop";
    public static final String BATCH = "batch";
    public static final String PUBLICATION = "publication";
    public static final String TASK = "task";
    public static final String CREDENTIAL = "credential";
    public static final String SINK = "sink";
    /** Nothing that has an id. */
    public static final InHand NOTHING = new InHand(Map.of());

    public InHand {
        ids = Map.copyOf(ids);
    }

    public static InHand drop(long id) {
        return NOTHING.with(DROP, String.valueOf(id));
    }

    public static InHand batch(long id) {
        return NOTHING.with(BATCH, String.valueOf(id));
    }

    public static InHand publication(long id) {
        return NOTHING.with(PUBLICATION, String.valueOf(id));
    }

    public InHand task(String name) {
        return with(TASK, name);
    }

    public InHand credential(String name) {
        return with(CREDENTIAL, name);
    }

    public InHand sink(String name) {
        return with(SINK, name);
    }

    /** With the id of its trace. */
    InHand traced(String trace) {
        return with("trace_id", trace);
    }

    private InHand with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(ids);
        more.put(key, value);
        return new InHand(more);
    }

    /** The number under this name; null if it has none. */
    @Nullable
    Long number(String key) {
        String text = ids.get(key);
        return text == null ? null : Long.valueOf(text);
    }

    /** Whatever is worked on and says what it is. */
    public interface Named {
        InHand inHand();
    }
}
