/** Plain text and Markdown: one file is one record. */
@NullMarked
package dev.caravan.intake.text;

import org.jspecify.annotations.NullMarked;
