package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Whole.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of one request can't be translated, in the caller's own names of fields. */
public final class Refusals {
    /** Enough to mend a request by; one with a field in it a thousand times is not looked through for each. */
    private static final int MOST = 20;

    private final String provider;
    private final List<Refusal> found = new ArrayList<>();
    private final Map<String, String> names = new TreeMap<>();

    public Refusals(String provider) {
        this.provider = provider;
    }

    /** From here on, what is refused below {@code ours} is named as below {@code callers}. */
    void rename(String ours, String callers) {
        names.put(ours, callers);
    }

    /** @param reason a sentence that says why, and what is allowed */
    public void add(String field, String reason) {
        if (found.size() >= MOST) {
            return;
        }
        Refusal refusal = new Refusal(name(field), reason);
        if (!found.contains(refusal)) {
            found.add(refusal);
        }
    }

    /** A field that this provider has nothing for. */
    public void unsupported(String field, String why) {
        add(field, "not supported by " + provider + (why.isEmpty() ? "" : ": " + why));
    }

    /** Every field that is neither known nor null. */
    void unknown(JsonNode object, String path, Set<String> known) {
        object.properties().forEach(field -> {
            if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
                unsupported(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), "");
            }
        });
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Refusal> list() {
        return List.copyOf(found);
    }

    public String provider() {
        return provider;
    }

    /** The longest known beginning decides. */
    private String name(String field) {
        String best = "";
        for (String ours : names.keySet()) {
            boolean begins = field.equals(ours) || field.startsWith(ours + ".") || field.startsWith(ours + "[");
            if (begins && ours.length() > best.length()) {
                best = ours;
            }
        }
        return best.isEmpty() ? field : names.get(best) + field.substring(best.length());
    }
}
