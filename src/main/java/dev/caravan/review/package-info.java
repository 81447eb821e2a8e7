/** What waits for a person, and what people decide. */
@NullMarked
package dev.caravan.review;

import org.jspecify.annotations.NullMarked;
