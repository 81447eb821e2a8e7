/** Mistral's files, batch jobs and models, at /simulator/mistral. */
@NullMarked
package dev.caravan.simulator.mistral;

import org.jspecify.annotations.NullMarked;
