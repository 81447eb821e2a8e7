/** Buckets: objects at S3 and Google Cloud Storage behind one API, by connections of {@code config/buckets.yaml}. */
@NullMarked
package dev.caravan.bucket;

import org.jspecify.annotations.NullMarked;
