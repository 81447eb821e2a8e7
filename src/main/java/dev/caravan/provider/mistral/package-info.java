/** The protocol of Mistral's batch jobs. */
@NullMarked
package dev.caravan.provider.mistral;

import org.jspecify.annotations.NullMarked;
