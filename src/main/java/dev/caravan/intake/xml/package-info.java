/** XML: one element is a record, its attributes and child elements are the fields. */
@NullMarked
package dev.caravan.intake.xml;

import org.jspecify.annotations.NullMarked;
