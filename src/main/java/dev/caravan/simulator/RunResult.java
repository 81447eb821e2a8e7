package dev.caravan.simulator;

import org.jspecify.annotations.Nullable;

/** What running the lines of a batch left behind. */
record RunResult(
        int completed,
        int failed,
        @Nullable String outputFile,
        @Nullable String errorFile,
        Tokens usage) {}
