package dev.caravan.audit;

import dev.caravan.audit.Story.Answer;
import dev.caravan.audit.Story.Chapter;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.validation.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a source record with everything about it, but for the bytes of requests and results.
 *
 * @param chapter what happened to it; its changes are empty: those are told by the whole {@link Story}
 * @param attempts newest first: the answers of the chapter, judged
 * @param input one JSON object; null if it can't be read, or may not be
 * @param revisions of its source record, newest first
 * @param events about this record, newest first
 * @param gone why none of its bytes are here; null while they are
 */
public record Dossier(
        RecordRow record,
        Chapter chapter,
        List<Attempt> attempts,
        @Nullable String input,
        List<Audit.Revision> revisions,
        List<Events.Event> events,
        Audit.@Nullable Gone gone) {

    /**
     * One attempt.
     *
     * @param findings every rule that the answer breaks, by the rules of its recipe; first what its outcome says besides
     * @param remarks what was changed in the answer before it is published; no fault of it
     */
    public record Attempt(Answer answer, List<Finding> findings, List<Finding> remarks) {}

    /**
     * A line of a file as it was sent or came.
     *
     * @param text null if it can't be shown
     * @param whole whether the text is all of it
     * @param why it can't be shown; empty if it can
     */
    public record Line(@Nullable String text, boolean whole, String why) {
        static Line missing(String why) {
            return new Line(null, false, why);
        }
    }

    /** What one attempt sent and got. */
    public record Exchange(Line request, Line result) {}
}
