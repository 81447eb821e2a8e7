package dev.caravan.batch;

import dev.caravan.ledger.Assembly.Candidate;
import java.io.IOException;
import java.util.List;

/** Who may be taken into a batch, a page at a time. */
interface Pages {
    /** The next ones in id order; empty at the end. */
    List<Candidate> after(long recordId) throws IOException;
}
