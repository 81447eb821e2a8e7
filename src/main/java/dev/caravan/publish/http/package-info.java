/** The HTTP sink: what is asked and what the answers mean; the calls themselves are made by routes. */
@NullMarked
package dev.caravan.publish.http;

import org.jspecify.annotations.NullMarked;
