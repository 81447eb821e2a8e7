/** What is told of units of work while they last and when they are over: ids in every line of the log, and traces. */
@NullMarked
package dev.caravan.trace;

import org.jspecify.annotations.NullMarked;
