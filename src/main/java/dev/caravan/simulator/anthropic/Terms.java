package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/**
 * What the headers of a create say for all of its requests.
 *
 * @param longOutput whether some models may write longer answers
 * @param samples whether there are temperature, top_p and top_k: no longer since version 2026-10-21
 */
record Terms(boolean longOutput, boolean samples) {
    static final String LATEST = "2026-10-21";

    private static final String LONG_OUTPUT = "output-300k-2026-03-24";
    private static final String BETA = "anthropic-beta";
    private static final String VERSION = "anthropic-version";

    /** Kept with the batch. */
    static ObjectNode remembered(HttpServletRequest request) {
        return Json.object()
                .put(BETA, Objects.requireNonNullElse(request.getHeader(BETA), ""))
                .put(VERSION, request.getHeader(VERSION));
    }

    static Terms of(ObjectNode remembered) {
        return new Terms(
                remembered.path(BETA).asText().contains(LONG_OUTPUT),
                !remembered.path(VERSION).asText().equals(LATEST));
    }
}
