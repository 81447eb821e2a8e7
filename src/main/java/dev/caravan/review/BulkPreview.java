package dev.caravan.review;

import dev.caravan.ledger.Act;

/**
 * What a decision on many items would touch.
 *
 * @param items open ones that the filter finds now; what {@link Reviews#decideAll} is to expect
 * @param held how many of them others hold; those are passed over
 */
public record BulkPreview(Act act, long items, long held) {}
