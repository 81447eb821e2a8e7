/** The review pages: the queue, one item with its form, decisions. */
@NullMarked
package dev.caravan.console.review;

import org.jspecify.annotations.NullMarked;
