/** Batch models, credentials and what providers can do, cost and allow. */
@NullMarked
package dev.caravan.model;

import org.jspecify.annotations.NullMarked;
