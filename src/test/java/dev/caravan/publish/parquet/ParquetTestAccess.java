package dev.caravan.publish.parquet;

import dev.caravan.publish.Columns;
import dev.caravan.publish.ContentFormat;

/** Lets tests of routes write Parquet. */
public final class ParquetTestAccess {
    private ParquetTestAccess() {}

    public static ContentFormat format(Columns columns) {
        return new ParquetFormat(columns);
    }
}
