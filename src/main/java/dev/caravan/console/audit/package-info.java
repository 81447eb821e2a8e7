/** The audit page. */
@NullMarked
package dev.caravan.console.audit;

import org.jspecify.annotations.NullMarked;
