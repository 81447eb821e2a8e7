/** Publications: completed records on their way to sinks. */
@NullMarked
package dev.caravan.publish;

import org.jspecify.annotations.NullMarked;
