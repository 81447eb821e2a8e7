/** Everything that knows Apache Camel: settings, the doorway to providers, the route lint. */
@NullMarked
package dev.caravan.route;

import org.jspecify.annotations.NullMarked;
