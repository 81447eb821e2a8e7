/** The Gemini Developer API's files and batches, at /simulator/gemini. */
@NullMarked
package dev.caravan.simulator.gemini;

import org.jspecify.annotations.NullMarked;
