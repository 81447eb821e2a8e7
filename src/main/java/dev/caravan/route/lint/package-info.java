/** The route lint: what operators' route YAML must keep to, told before Camel starts, every violation at once. */
@NullMarked
package dev.caravan.route.lint;

import org.jspecify.annotations.NullMarked;
