/** The spool: the store of bytes. Segments, requests as sent, results as received; every object is written once. */
@NullMarked
package dev.caravan.spool;

import org.jspecify.annotations.NullMarked;
