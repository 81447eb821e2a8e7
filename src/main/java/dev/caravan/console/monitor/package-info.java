/** What is under way and what became of it: the monitor, drops, batches, events, and what people asked for. */
@NullMarked
package dev.caravan.console.monitor;

import org.jspecify.annotations.NullMarked;
