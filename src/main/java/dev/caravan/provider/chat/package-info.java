/** What OpenAI's chat, embeddings and moderations have made common: result lines and strict schemas. No protocol by itself. */
@NullMarked
package dev.caravan.provider.chat;

import org.jspecify.annotations.NullMarked;
