/** The page of gates: what is held back before publication. */
@NullMarked
package dev.caravan.console.gates;

import org.jspecify.annotations.NullMarked;
