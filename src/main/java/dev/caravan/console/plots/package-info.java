/** Plots: how things go over time. */
@NullMarked
package dev.caravan.console.plots;

import org.jspecify.annotations.NullMarked;
