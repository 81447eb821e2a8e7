/** The Kafka sink. */
@NullMarked
package dev.caravan.publish.kafka;

import org.jspecify.annotations.NullMarked;
