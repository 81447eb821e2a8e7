/** The pages of tasks: what is in force, versions and what each was worth, samples, and stopping and letting go. */
@NullMarked
package dev.caravan.console.tasks;

import org.jspecify.annotations.NullMarked;
