/** What the simulated surfaces of Google have in common: errors, models, generated content, embeddings. No surface. */
@NullMarked
package dev.caravan.simulator.google;

import org.jspecify.annotations.NullMarked;
