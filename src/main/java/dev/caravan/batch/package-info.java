/** Assemble, submit, recover, poll, collect. Knows no vendor. */
@NullMarked
package dev.caravan.batch;

import org.jspecify.annotations.NullMarked;
