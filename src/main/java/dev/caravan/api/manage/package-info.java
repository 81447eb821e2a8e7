/** Management over HTTP, everything below {@code /api}: what there is, page by page, and what may be done about it. */
@NullMarked
package dev.caravan.api.manage;

import org.jspecify.annotations.NullMarked;
