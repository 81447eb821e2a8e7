package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.LineIndex;
import dev.caravan.simulator.google.GoogleError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The look at a whole file that a create takes: one bad line, and there is no batch. */
final class LineRules {
    private static final Set<String> KEYS = Set.of("key", "request");

    private LineRules() {}

    static void check(Path file) throws IOException {
        try (LineIndex lines = LineIndex.open(file)) {
            if (lines.count() == 0) {
                throw GoogleError.invalid("The input file is empty.");
            }
            for (int i = 0; i < lines.count(); i++) {
                String why = fault(Json.readOrMissing(Json.textOrEmpty(lines.read(i))));
                if (!why.isEmpty()) {
                    throw GoogleError.invalid("Error on line " + (i + 1) + ": " + why);
                }
            }
        }
    }

    private static String fault(JsonNode line) {
        if (!line.isObject()) {
            return "invalid JSON, near column 1";
        }
        for (String key : Json.names(line)) {
            if (!KEYS.contains(key)) {
                return "invalid JSON, near column 1: no such field: '" + key + "'";
            }
        }
        return line.path("request").isObject() ? "" : "the request is missing";
    }
}
