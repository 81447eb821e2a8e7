package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * What to run of a batch; a snapshot, so that the batch itself may move on meanwhile.
 *
 * @param fraction the part of the lines that gets its turn, 0 to 1
 * @param expires whether the rest is reported as expired
 */
record RunOrder(
        String batchId,
        String endpoint,
        Path input,
        Path charged,
        Path result,
        double fraction,
        boolean expires,
        long resultLifetimeSeconds) {
    static RunOrder of(Batch batch) {
        JsonNode end = batch.end();
        return new RunOrder(
                batch.id(),
                batch.endpoint(),
                batch.input(),
                batch.charged(),
                batch.ran(),
                end.isMissingNode() ? 1 : end.path("fraction").asDouble(0.5),
                end.path("do").asText().equals("expire"),
                batch.resultLifetimeSeconds());
    }
}
