/** The protocol of Anthropic's Message Batches: requests go with the create, results come as one stream. */
@NullMarked
package dev.caravan.provider.anthropic;

import org.jspecify.annotations.NullMarked;
