package dev.caravan.ledger;

/** When nothing of a drop moves any more by itself. */
final class DropRest {
    /** Condition on a row of {@code "drop"}: a retry is planned. It is looked for only where something failed. */
    static final String RETRIES = "(EXISTS (SELECT 1 FROM drop_count n"
            + " WHERE n.drop_id = \"drop\".id AND n.state = 5 AND n.n > 0) AND EXISTS (SELECT 1 FROM chunk k"
            + " CROSS JOIN todo t ON t.record_id >= k.first_id AND t.record_id < k.first_id + k.n"
            + " WHERE k.drop_id = \"drop\".id AND t.kind = 2))";

    /** Condition on a row of {@code "drop"}. */
    static final String AT_REST = "NOT EXISTS (SELECT 1 FROM drop_count n WHERE n.drop_id = \"drop\".id"
            + " AND n.state IN (1, 2, 3) AND n.n > 0) AND NOT " + RETRIES;

    private DropRest() {}
}
