@NullMarked
package dev.caravan.audit;

import org.jspecify.annotations.NullMarked;
