/** A look into the running routes: hawtio, from libraries beside the program, where {@code caravan.hawtio} says so. */
@NullMarked
package dev.caravan.hawtio;

import org.jspecify.annotations.NullMarked;
