/** Publications, and sending one once more. */
@NullMarked
package dev.caravan.console.publications;

import org.jspecify.annotations.NullMarked;
