package dev.caravan.simulator.chat;

/**
 * How much is too much.
 *
 * @param maxRequests lines of a file
 * @param maxEmbeddingInputs texts in all lines of a file
 * @param contextTokens size of a request, all of it
 */
public record ChatLimits(int maxRequests, int maxEmbeddingInputs, int contextTokens) {}
