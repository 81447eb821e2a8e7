/** A few records of a file asked in real time, before the file is dropped: what the answers are, and what all would cost. */
@NullMarked
package dev.caravan.sample;

import org.jspecify.annotations.NullMarked;
