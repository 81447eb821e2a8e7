/** Output rules: what makes an answer valid. */
@NullMarked
package dev.caravan.validation;

import org.jspecify.annotations.NullMarked;
