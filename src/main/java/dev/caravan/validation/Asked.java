package dev.caravan.validation;

import dev.caravan.task.CanonicalRecord;

/**
 * What an answer is the answer to.
 *
 * @param recordId decides whether it is in the sample for review
 * @param nonce that its prompt showed; only looked at where the rules ask for one
 * @param alternative whether a deadline moved it to the model that answered, and a person looks at what that one says
 */
public record Asked(CanonicalRecord input, long recordId, String nonce, boolean alternative) {}
