/** Credentials and batch models that people make over HTTP: kept in the ledger, their secrets sealed. */
@NullMarked
package dev.caravan.setup;

import org.jspecify.annotations.NullMarked;
