/** Drops: receiving bytes and reading records out of them. */
@NullMarked
package dev.caravan.intake;

import org.jspecify.annotations.NullMarked;
