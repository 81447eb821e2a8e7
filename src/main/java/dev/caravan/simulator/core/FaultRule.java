package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicLong;

/** One scripted fault and how often it is still to happen. The script is checked by {@link FaultScript}. */
public final class FaultRule {
    private static final long ALWAYS = Long.MAX_VALUE;

    private final JsonNode script;
    private final AtomicLong left;

    FaultRule(JsonNode script) {
        this.script = script;
        long standard = on().equals("line") || on().equals("file") ? ALWAYS : 1;
        left = new AtomicLong(script.path("times").asLong(standard));
    }

    public String on() {
        return script.path("on").asText();
    }

    public String action() {
        return script.path("do").asText();
    }

    public JsonNode key(String name) {
        return script.path(name);
    }

    boolean after() {
        return script.path("when").asText("before").equals("after");
    }

    /** Whether the rule is about this subject; {@code customId} is empty where there is none. */
    boolean matches(String surface, String text, String customId) {
        JsonNode match = script.path("match");
        return match.path("surface").asText(surface).equals(surface)
                && text.contains(match.path("contains").asText(""))
                && (!match.has("customId") || match.path("customId").asText().equals(customId))
                && (!match.has("percent")
                        || Hash.fraction(customId, Json.write(script)) * 100
                                < match.path("percent").asDouble());
    }

    /** Uses the rule up by one; false when it was used up before. */
    boolean take() {
        return left.getAndUpdate(n -> n == ALWAYS || n == 0 ? n : n - 1) > 0;
    }

    boolean active() {
        return left.get() > 0;
    }

    ObjectNode asJson() {
        ObjectNode json = script.deepCopy();
        return left.get() == ALWAYS ? json.put("remaining", "unlimited") : json.put("remaining", left.get());
    }
}
