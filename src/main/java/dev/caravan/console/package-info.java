/** The pages: what all of them have in common; a sub-package for each kind. */
@NullMarked
package dev.caravan.console;

import org.jspecify.annotations.NullMarked;
