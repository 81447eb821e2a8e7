/**
 * Caravan's record path beside DuckDB's bare conversion of the same file, and its pages with a long past behind them; built by
 * the profile {@code bench} alone.
 */
@NullMarked
package dev.caravan.bench;

import org.jspecify.annotations.NullMarked;
