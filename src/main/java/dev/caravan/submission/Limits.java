package dev.caravan.submission;

/**
 * How much a body may bring.
 *
 * @param bytes of it without compression; @param lineBytes of one line
 */
record Limits(long bytes, long lines, long lineBytes) {}
