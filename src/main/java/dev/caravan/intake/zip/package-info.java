/** Zip archives: the files in them one after the other, each in its own format. */
@NullMarked
package dev.caravan.intake.zip;

import org.jspecify.annotations.NullMarked;
