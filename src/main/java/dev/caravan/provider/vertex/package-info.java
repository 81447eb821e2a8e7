/** The protocol of Vertex AI's batch prediction: jobs over HTTP, inputs and outputs in Cloud Storage. */
@NullMarked
package dev.caravan.provider.vertex;

import org.jspecify.annotations.NullMarked;
