/** Anthropic's message batches and models, at /simulator/anthropic. */
@NullMarked
package dev.caravan.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
