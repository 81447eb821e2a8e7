/** Reading routes and configuration again while Caravan runs, and the last good copy of them. */
@NullMarked
package dev.caravan.reload;

import org.jspecify.annotations.NullMarked;
