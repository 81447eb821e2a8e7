package dev.caravan.simulator.core;

import org.jspecify.annotations.Nullable;

/**
 * One reason to fail a job.
 *
 * @param line counted from 1; null when it is not about a line
 */
public record Finding(
        String code,
        String message,
        @Nullable String param,
        @Nullable Integer line) {}
