package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Submissions.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes what became of one line after the other, in the shape that its caller reads. */
interface OutputShape {

    /**
     * Writes one line.
     *
     * @param asked the line of the body; without a custom_id if it was erased
     * @param unread why its drop could not be read; null if it was
     * @return whether it has a result
     * @throws IOException if an answer that is published can't be read
     */
    boolean write(JsonNode asked, Outcomes.End end, @Nullable String unread) throws IOException;

    /** Nothing more comes: everything is with the streams. */
    void flush() throws IOException;

    /** Also what was published and has a newer answer by now: a rerun goes to other sinks, not to this caller. */
    static boolean isResult(Outcome record) {
        return record.state() == RecordState.PUBLISHED
                || (record.state() == RecordState.SUPERSEDED && record.published());
    }
}
