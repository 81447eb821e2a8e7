/** Tasks: prompt, recipe, input and output rules, retry, review and publishing. */
@NullMarked
package dev.caravan.task;

import org.jspecify.annotations.NullMarked;
