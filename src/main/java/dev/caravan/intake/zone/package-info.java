/** Drop zones in buckets: which objects are new, which are read and may be put away. */
@NullMarked
package dev.caravan.intake.zone;

import org.jspecify.annotations.NullMarked;
