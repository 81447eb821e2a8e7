package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/**
 * What the check of an input file found.
 *
 * @param lines requests in the file
 * @param model the one model of the file; null when it has errors
 * @param errors as the wire shows them; empty = the batch may run
 */
record Findings(int lines, @Nullable String model, ArrayNode errors) {
    static Findings of(String code, String message, @Nullable String param, @Nullable Integer line) {
        ArrayNode errors = Json.array();
        add(errors, code, message, param, line);
        return new Findings(0, null, errors);
    }

    static void add(ArrayNode errors, String code, String message, @Nullable String param, @Nullable Integer line) {
        errors.addObject()
                .put("code", code)
                .put("message", message)
                .put("param", param)
                .put("line", line);
    }
}
