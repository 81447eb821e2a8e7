/** Notices of what changed, to webhooks: made from the ledger's changes, signed, sent until they are taken. */
@NullMarked
package dev.caravan.notice;

import org.jspecify.annotations.NullMarked;
