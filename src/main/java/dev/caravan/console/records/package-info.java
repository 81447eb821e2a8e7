/** One record and everything about it; records of a drop. */
@NullMarked
package dev.caravan.console.records;

import org.jspecify.annotations.NullMarked;
