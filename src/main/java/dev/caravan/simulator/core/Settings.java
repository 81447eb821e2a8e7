package dev.caravan.simulator.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * How the simulated provider behaves; docs/simulator.md explains each key.
 *
 * @param deletedInputMillis X: how long a create still accepts a deleted input, ms
 * @param hiddenMillis V: how long a created batch can't be seen, ms
 * @param deletedInputCalls XCalls: for how many more calls of the surface
 * @param hiddenCalls VCalls: for how many more calls of the surface
 * @param millisPerState moves a batch one state per so many ms as well; 0 = by polls alone
 * @param cancelFraction the part of the lines that ran before a cancel took hold
 * @param noErrorFile what a batch without an error file shows: null, blank or mixed
 * @param models names accepted beside the known ones
 */
@JsonPropertyOrder({"X", "V", "XCalls", "VCalls"})
public record Settings(
        @JsonProperty("X") long deletedInputMillis,
        @JsonProperty("V") long hiddenMillis,
        @JsonProperty("XCalls") long deletedInputCalls,
        @JsonProperty("VCalls") long hiddenCalls,
        int statesPerPoll,
        long millisPerState,
        int maxRequests,
        long maxFileBytes,
        int maxEmbeddingInputs,
        int contextTokens,
        double cancelFraction,
        String noErrorFile,
        List<String> models) {
    public static final Settings DEFAULT =
            new Settings(0, 0, 0, 0, 1, 0, 50_000, 200_000_000, 50_000, 128_000, 0.5, "mixed", List.of());

    public Settings {
        require(deletedInputMillis >= 0, "X must be 0 or more milliseconds");
        require(hiddenMillis >= 0, "V must be 0 or more milliseconds");
        require(deletedInputCalls >= 0, "XCalls must be 0 or more");
        require(hiddenCalls >= 0, "VCalls must be 0 or more");
        require(statesPerPoll >= 0, "statesPerPoll must be 0 or more");
        require(millisPerState >= 0, "millisPerState must be 0 (off) or more");
        require(maxRequests > 0 && maxRequests <= 50_000, "maxRequests must be 1 to 50000");
        require(maxFileBytes > 0 && maxFileBytes <= 200_000_000, "maxFileBytes must be 1 to 200000000");
        require(maxEmbeddingInputs > 0 && maxEmbeddingInputs <= 50_000, "maxEmbeddingInputs must be 1 to 50000");
        require(contextTokens > 0, "contextTokens must be 1 or more");
        require(cancelFraction >= 0 && cancelFraction <= 1, "cancelFraction must be 0 to 1");
        require(
                List.of("null", "blank", "mixed").contains(noErrorFile),
                "noErrorFile must be one of null, blank, mixed (as a string)");
        models = List.copyOf(models);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
