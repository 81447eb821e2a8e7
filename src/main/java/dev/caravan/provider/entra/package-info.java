/** Access tokens of Microsoft Entra, for every provider with {@code auth: entra}. */
@NullMarked
package dev.caravan.provider.entra;

import org.jspecify.annotations.NullMarked;
