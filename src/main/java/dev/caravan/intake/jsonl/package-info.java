/** JSON lines: one object a line. */
@NullMarked
package dev.caravan.intake.jsonl;

import org.jspecify.annotations.NullMarked;
