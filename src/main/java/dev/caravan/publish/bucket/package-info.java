/** Publications as objects in buckets. */
@NullMarked
package dev.caravan.publish.bucket;

import org.jspecify.annotations.NullMarked;
