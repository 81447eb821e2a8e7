/** Comma-separated values and their relatives, as RFC 4180 quotes them. */
@NullMarked
package dev.caravan.intake.csv;

import org.jspecify.annotations.NullMarked;
