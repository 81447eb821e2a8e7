/** What Google's two batch APIs have in common: requests and answers of models, error shapes, the list of jobs. */
@NullMarked
package dev.caravan.provider.google;

import org.jspecify.annotations.NullMarked;
