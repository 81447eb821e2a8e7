/** OpenAI's request bodies, read for translation, and its answers, written. What each provider's own words are is its package's. */
@NullMarked
package dev.caravan.provider.whole;

import org.jspecify.annotations.NullMarked;
