/** Parquet: rows in columns, in the pages of row groups. */
@NullMarked
package dev.caravan.intake.parquet;

import org.jspecify.annotations.NullMarked;
