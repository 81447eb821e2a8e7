package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.AnswerReader;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Submissions.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what became of one line after the other, in the shape that its caller reads. */
interface OutputShape {

    /** These records are among the next lines, in this order. */
    void expect(List<Outcome> next);

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

    /** Where the answer to a record lies; empty if no model gave one. */
    static Optional<AnswerReader.Answer> answer(Outcome record) {
        return Optional.ofNullable(record.file())
                .filter(file -> record.result().offset() >= 0)
                .map(file -> new AnswerReader.Answer(
                        record.batchId(), record.recordId(), record.recipeId(), file, record.result()));
    }

    /** Also what was published and has a newer answer by now: a rerun goes to other sinks, not to this caller. */
    static boolean isResult(Outcome record) {
        return record.state() == RecordState.PUBLISHED
                || (record.state() == RecordState.SUPERSEDED && record.published());
    }
}
