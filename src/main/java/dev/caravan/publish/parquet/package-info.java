/** Publications as Parquet. */
@NullMarked
package dev.caravan.publish.parquet;

import org.jspecify.annotations.NullMarked;
