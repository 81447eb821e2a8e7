package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import java.io.IOException;

/** Where the rows of a file go. */
interface RowSink {
    /** @param line valid during the call */
    void add(Drops.Row row, CanonicalWriter line) throws IOException;

    void refuse(Drops.Refusal refusal) throws IOException;
}
