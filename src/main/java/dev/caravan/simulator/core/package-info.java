/**
 * What all simulated providers share, with no vendor in it: {@link dev.caravan.simulator.core.Surface} is a provider,
 * {@link dev.caravan.simulator.core.Jobs} its jobs, {@link dev.caravan.simulator.core.Dialect} its lines, {@link
 * dev.caravan.simulator.core.Ask} and {@link dev.caravan.simulator.core.Reply} its model. See docs/simulator.md.
 */
@NullMarked
package dev.caravan.simulator.core;

import org.jspecify.annotations.NullMarked;
