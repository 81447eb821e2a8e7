/** Providers that cost nothing: as strict as the real ones, with faults on demand. */
@NullMarked
package dev.caravan.simulator;

import org.jspecify.annotations.NullMarked;
