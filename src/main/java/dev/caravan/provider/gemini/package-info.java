/** The protocol of Google's Gemini Developer API: files, batchGenerateContent, asyncBatchEmbedContent. */
@NullMarked
package dev.caravan.provider.gemini;

import org.jspecify.annotations.NullMarked;
