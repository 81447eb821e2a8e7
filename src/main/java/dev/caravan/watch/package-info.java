/** Whoever looks on: what changes in the ledger, as it is committed, as Server-Sent Events. */
@NullMarked
package dev.caravan.watch;

import org.jspecify.annotations.NullMarked;
