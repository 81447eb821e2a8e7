/** Caravan: LLM batch inference as Apache Camel routes. */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
