/** The provider contract. Each protocol is a sub-package that knows no other. */
@NullMarked
package dev.caravan.provider;

import org.jspecify.annotations.NullMarked;
