/** The page that shows what Caravan runs with, and reads the files again. */
@NullMarked
package dev.caravan.console.reload;

import org.jspecify.annotations.NullMarked;
