/** Files that are one JSON array of objects. */
@NullMarked
package dev.caravan.intake.json;

import org.jspecify.annotations.NullMarked;
