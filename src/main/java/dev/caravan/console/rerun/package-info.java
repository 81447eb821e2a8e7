/** The rerun page. */
@NullMarked
package dev.caravan.console.rerun;

import org.jspecify.annotations.NullMarked;
