package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.LineIndex;
import dev.caravan.simulator.core.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many input tokens of a model may be in batches that wait or run: the surface's setting {@code enqueuedTokens}, by model;
 * one that is not named may have any number.
 */
record TokenQueue(Jobs jobs, JsonNode limits) {
    private static final String MODEL = "enqueued_model";
    private static final String TOKENS = "enqueued_tokens";

    /** Notes with a job to be what it brings; returns the limit that it would be over, if any. */
    Optional<Over> enter(ObjectNode vendor, Path input) throws IOException {
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        String model = "";
        long tokens = 0;
        try (LineIndex lines = LineIndex.open(input)) {
            for (int i = 0; i < lines.count(); i++) {
                JsonNode body = Json.readOrMissing(new String(lines.read(i), java.nio.charset.StandardCharsets.UTF_8))
                        .path("body");
                model = model.isEmpty() ? body.path("model").asText() : model;
                tokens += Tokens.in(Json.write(body));
            }
        }
        JsonNode limit = limits.path(model);
        if (limit.isNumber() && waiting(model) + tokens > limit.asLong()) {
            return Optional.of(new Over(model, limit.asLong()));
        }
        vendor.put(MODEL, model).put(TOKENS, tokens);
        return Optional.empty();
    }

    private long waiting(String model) {
        return jobs.ids().stream()
                .map(jobs::peek)
                .flatMap(Optional::stream)
                .filter(job -> !job.state().isFinal())
                .map(JobView::vendor)
                .filter(vendor -> vendor.path(MODEL).asText().equals(model))
                .mapToLong(vendor -> vendor.path(TOKENS).asLong())
                .sum();
    }

    record Over(String model, long limit) {}
}
