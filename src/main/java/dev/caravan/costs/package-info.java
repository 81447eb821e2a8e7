/** What answers cost by day, task and model with all that comes beside their price, what is stored, and what is still to come. */
@NullMarked
package dev.caravan.costs;

import org.jspecify.annotations.NullMarked;
