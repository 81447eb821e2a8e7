/** What is kept and for how long: manifests that prove what became of a drop, retention by age, erasure on request. */
@NullMarked
package dev.caravan.retention;

import org.jspecify.annotations.NullMarked;
