package dev.caravan.model;

/**
 * What one batch of a provider may hold.
 *
 * @param requests most requests
 * @param bytes most bytes of the request file
 * @param lineBytes most bytes of one request line
 */
public record Limits(int requests, long bytes, int lineBytes) {}
