/** Lists to take home, as CSV and JSON lines. */
@NullMarked
package dev.caravan.console.exports;

import org.jspecify.annotations.NullMarked;
