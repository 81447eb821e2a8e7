package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.review.Decided;
import dev.caravan.review.Item;
import dev.caravan.review.Note;
import dev.caravan.review.OpenItem;
import dev.caravan.validation.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Open items as they are shown. */
final class ReviewViews {
    private ReviewViews() {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            long record,
            int version,
            String task,
            long drop,
            String sourceId,
            int revision,
            int attempt,
            String reason,
            String detail,
            Instant since,
            @Nullable String assignee,
            @Nullable String holder,
            @Nullable Instant heldUntil,
            @Nullable String firstEyes) {
        static Line of(OpenItem item) {
            return new Line(
                    item.recordId(),
                    item.version(),
                    item.task(),
                    item.drop(),
                    item.sourceId(),
                    item.revision(),
                    item.attempt(),
                    item.reason(),
                    item.detail(),
                    item.since(),
                    item.assignee(),
                    item.holder(),
                    item.heldUntil(),
                    item.firstEyes());
        }
    }

    /**
     * @param answer JSON, or a text where the model gave none
     * @param findings rules that it breaks
     * @param published what sinks hold now
     * @param proposed what the first of two people gave
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Whole(
            long record,
            int version,
            String task,
            String sourceId,
            int revision,
            int attempt,
            String reason,
            String detail,
            Instant since,
            @Nullable String assignee,
            @Nullable Object input,
            @Nullable Object answer,
            List<Finding> findings,
            @Nullable Object schema,
            String model,
            int promptVersion,
            int schemaVersion,
            double costUsd,
            @Nullable Object published,
            @Nullable Object proposed,
            List<Past> trail) {
        static Whole of(Item item) {
            return new Whole(
                    item.recordId(),
                    item.version(),
                    item.task(),
                    item.sourceId(),
                    item.revision(),
                    item.attempt(),
                    item.reason(),
                    item.detail(),
                    item.since(),
                    item.assignee(),
                    Words.json(item.input()),
                    item.json() ? Words.json(item.answer()) : item.answer(),
                    item.findings(),
                    Words.json(item.schema()),
                    item.made().model(),
                    item.made().promptVersion(),
                    item.made().schemaVersion(),
                    Words.usd(item.made().costMicros()),
                    Words.json(item.published()),
                    Words.json(item.proposed()),
                    item.trail().stream().map(Past::of).toList());
        }
    }

    /** A decision that was made. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Past(
            Instant at,
            String actor,
            String act,
            int version,
            @Nullable String why,
            @Nullable Object before,
            @Nullable Object after) {
        static Past of(Note note) {
            return new Past(
                    note.at(),
                    note.actor(),
                    Words.of(note.act()),
                    note.version(),
                    note.why(),
                    Words.json(note.before()),
                    Words.json(note.after()));
        }
    }

    /** @param version for the next decision, where the item is still open; else 0 */
    record Outcome(long record, String act, String state, boolean open, int version, List<String> cleaned) {
        static Outcome of(Decided decided) {
            return new Outcome(
                    decided.recordId(),
                    Words.of(decided.act()),
                    Words.of(decided.state()),
                    decided.open(),
                    decided.version(),
                    decided.cleaned());
        }
    }
}
