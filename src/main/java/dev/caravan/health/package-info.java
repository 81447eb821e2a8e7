/** Whether this process can do its work, and whether only a new start would help it: what probes are answered. */
@NullMarked
package dev.caravan.health;

import org.jspecify.annotations.NullMarked;
