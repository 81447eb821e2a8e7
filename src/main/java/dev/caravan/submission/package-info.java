/** Bodies of lines that come over HTTP: accepted whole or not at all, and ended by an output in the order of the lines. */
@NullMarked
package dev.caravan.submission;

import org.jspecify.annotations.NullMarked;
