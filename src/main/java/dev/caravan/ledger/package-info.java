/** The ledger: the SQL database that knows the state of every record, batch and publication. JDBC stays inside. */
@NullMarked
package dev.caravan.ledger;

import org.jspecify.annotations.NullMarked;
