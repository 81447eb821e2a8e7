/** OpenAI's files, batches and models, at /simulator/openai. */
@NullMarked
package dev.caravan.simulator.openai;

import org.jspecify.annotations.NullMarked;
