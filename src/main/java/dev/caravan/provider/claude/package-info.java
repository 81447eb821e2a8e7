/** What Claude's Messages format is, wherever Claude runs. No protocol by itself. */
@NullMarked
package dev.caravan.provider.claude;

import org.jspecify.annotations.NullMarked;
