/** The pages: the frame around them, review, audit, reruns, gates. */
@NullMarked
package dev.caravan.console;

import org.jspecify.annotations.NullMarked;
