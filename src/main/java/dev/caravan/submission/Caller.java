package dev.caravan.submission;

/**
 * Who submits over HTTP.
 *
 * @param name for events and the log; no secret
 * @param workspace what it submits belongs to it, and it sees nothing of others
 */
public record Caller(String name, String workspace) {}
