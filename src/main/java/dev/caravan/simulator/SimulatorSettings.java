package dev.caravan.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The settings in force; changed key by key, all or nothing. */
final class SimulatorSettings {
    private volatile Settings current = Settings.DEFAULT;

    Settings get() {
        return current;
    }

    ObjectNode asJson() {
        return Json.MAPPER.valueToTree(get());
    }

    synchronized void change(JsonNode changes) {
        if (!changes.isObject()) {
            throw ApiException.badRequest("Settings must be a JSON object such as {\"X\": 500}.", null, null);
        }
        ObjectNode wanted = asJson();
        for (String key : Json.names(changes)) {
            if (!wanted.has(key)) {
                throw ApiException.badRequest(
                        "Unknown setting \"%s\". Allowed: %s.".formatted(key, String.join(", ", Json.names(wanted))),
                        key,
                        null);
            }
            wanted.set(key, changes.get(key));
        }
        try {
            current = Json.MAPPER.treeToValue(wanted, Settings.class);
        } catch (JsonMappingException e) {
            String reason = e.getCause() instanceof IllegalArgumentException cause
                    ? String.valueOf(cause.getMessage())
                    : e.getOriginalMessage();
            throw ApiException.badRequest("Settings not changed: " + reason + ".", null, null);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("Settings not changed: " + e.getOriginalMessage(), null, null);
        }
    }
}
