/** The page of pauses: what stands still because somebody said so. */
@NullMarked
package dev.caravan.console.pauses;

import org.jspecify.annotations.NullMarked;
