/** The SQL sink: the only place outside of the ledger that speaks SQL, and only to other databases than the ledger's. */
@NullMarked
package dev.caravan.publish.sql;

import org.jspecify.annotations.NullMarked;
