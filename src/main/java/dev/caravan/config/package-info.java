/** Reading operators' YAML and saying where it is wrong, every problem at once, with file and line. */
@NullMarked
package dev.caravan.config;

import org.jspecify.annotations.NullMarked;
