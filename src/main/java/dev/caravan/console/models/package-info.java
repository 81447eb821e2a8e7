/** Pages of batch models and credentials: lists, forms, and what tries them. */
@NullMarked
package dev.caravan.console.models;

import org.jspecify.annotations.NullMarked;
