/** Real-time calls: one request to a model, answered while somebody waits. Nothing of them is a record or a batch. */
@NullMarked
package dev.caravan.realtime;

import org.jspecify.annotations.NullMarked;
