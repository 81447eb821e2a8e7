/** What Prometheus may scrape: metrics of the ledger, of calls to providers, of this node and its disks. */
@NullMarked
package dev.caravan.metrics;

import org.jspecify.annotations.NullMarked;
