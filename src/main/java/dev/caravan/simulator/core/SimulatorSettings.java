package dev.caravan.simulator.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings in force, general ones and those of each surface; changed key by key, all or nothing. */
public final class SimulatorSettings {
    /** Of every surface as of all of them; the longer one holds. */
    private static final List<String> LAGS = List.of("X", "V", "XCalls", "VCalls");

    private volatile Settings current = Settings.DEFAULT;
    private volatile Map<String, ObjectNode> surfaces;

    public SimulatorSettings(List<Surface> all) {
        Map<String, ObjectNode> own = new TreeMap<>();
        for (Surface surface : all) {
            ObjectNode settings = surface.settings();
            LAGS.forEach(key -> settings.put(key, 0));
            own.put(surface.name(), settings);
        }
        surfaces = own;
    }

    /** The settings that all surfaces share. */
    public Settings get() {
        return current;
    }

    /** The surface's own settings, with its keys and JSON types as in {@link Surface#settings}; not to be changed. */
    public ObjectNode of(String surface) {
        ObjectNode own = surfaces.get(surface);
        return own == null ? Json.object() : own;
    }

    /** X: how long a create of the surface still accepts a deleted input. */
    Lag deletedInput(String surface) {
        return new Lag(current.deletedInputMillis(), current.deletedInputCalls()).longer(own(surface, "X"));
    }

    /** V: how long a new batch of the surface can't be seen. */
    Lag hidden(String surface) {
        return new Lag(current.hiddenMillis(), current.hiddenCalls()).longer(own(surface, "V"));
    }

    private Lag own(String surface, String key) {
        JsonNode own = of(surface);
        return new Lag(own.path(key).asLong(), own.path(key + "Calls").asLong());
    }

    public ObjectNode asJson() {
        ObjectNode all = Json.MAPPER.valueToTree(get());
        surfaces.forEach((name, own) -> all.set(name, own.deepCopy()));
        return all;
    }

    public synchronized void change(JsonNode changes) {
        if (!changes.isObject()) {
            throw new ControlException("Settings must be a JSON object such as {\"X\": 500}.");
        }
        ObjectNode wanted = Json.MAPPER.valueToTree(get());
        Map<String, ObjectNode> own = new TreeMap<>(surfaces);
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String key = change.getKey();
            ObjectNode surface = own.get(key);
            if (surface != null) {
                own.put(key, changed(key, surface, change.getValue()));
            } else if (wanted.has(key)) {
                wanted.set(key, change.getValue());
            } else {
                throw unknown(key, asJson());
            }
        }
        current = read(wanted);
        surfaces = own;
    }

    private static ObjectNode changed(String surface, ObjectNode before, JsonNode changes) {
        if (!changes.isObject()) {
            throw new ControlException("Settings not changed: %s must be a JSON object.".formatted(surface), surface);
        }
        ObjectNode after = before.deepCopy();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String key = surface + "." + change.getKey();
            JsonNode old = before.path(change.getKey());
            JsonNode value = change.getValue();
            if (old.isMissingNode()) {
                throw unknown(key, before);
            }
            boolean fits = old.isNumber()
                    ? value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0
                    : old.getNodeType() == value.getNodeType();
            if (!fits) {
                throw new ControlException(
                        "Settings not changed: %s must be %s, such as %s."
                                .formatted(
                                        key, old.isNumber() ? "a whole number of 0 or more" : "of the same kind", old),
                        key);
            }
            after.set(change.getKey(), value);
        }
        return after;
    }

    private static ControlException unknown(String key, ObjectNode known) {
        return new ControlException(
                "Unknown setting \"%s\". Allowed: %s.".formatted(key, String.join(", ", Json.names(known))), key);
    }

    private static Settings read(ObjectNode wanted) {
        try {
            return Json.MAPPER.treeToValue(wanted, Settings.class);
        } catch (JsonMappingException e) {
            String reason = e.getCause() instanceof IllegalArgumentException cause
                    ? String.valueOf(cause.getMessage())
                    : e.getOriginalMessage();
            throw new ControlException("Settings not changed: " + reason + ".");
        } catch (JsonProcessingException e) {
            throw new ControlException("Settings not changed: " + e.getOriginalMessage());
        }
    }
}
