/** What ties a ledger to its spool: whose spool it is, and the way back when the ledger is older than the spool. */
@NullMarked
package dev.caravan.restore;

import org.jspecify.annotations.NullMarked;
