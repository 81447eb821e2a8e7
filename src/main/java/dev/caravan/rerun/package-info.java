@NullMarked
package dev.caravan.rerun;

import org.jspecify.annotations.NullMarked;
