/** The page of costs. */
@NullMarked
package dev.caravan.console.costs;

import org.jspecify.annotations.NullMarked;
