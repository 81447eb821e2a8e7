/** Vertex AI's batch prediction jobs, at /simulator/vertex. Inputs and outputs lie in Cloud Storage, as with the real one. */
@NullMarked
package dev.caravan.simulator.vertex;

import org.jspecify.annotations.NullMarked;
