/** The protocol of OpenAI's Batch API and of everything compatible with it. */
@NullMarked
package dev.caravan.provider.openai;

import org.jspecify.annotations.NullMarked;
