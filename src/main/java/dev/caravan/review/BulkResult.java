package dev.caravan.review;

/**
 * @param done how many were decided
 * @param skipped passed over because somebody else holds them or decided meanwhile, or this person was the first of two
 * @param invalid not approved because the answer breaks a rule
 * @param open how many of those done wait for a second person to agree
 */
public record BulkResult(long done, long skipped, long invalid, long open) {}
