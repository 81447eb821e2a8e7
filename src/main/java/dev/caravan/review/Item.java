package dev.caravan.review;

import dev.caravan.validation.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a person needs to decide on one record.
 *
 * @param version a decision must carry it
 * @param reason the code for which it is open; @param detail the sentence to it
 * @param heldUntil when the claim of the person who asked ends; {@link Instant#EPOCH} if there is none
 * @param input one JSON object; {@code {}} if it can't be read, the detail says why
 * @param answer compact JSON, or the raw text if it is no JSON; null if there is none
 * @param json whether the answer is JSON
 * @param findings every rule that the answer breaks
 * @param remarks what was changed in the answer before it is published (code {@code sanitized}); no fault of it
 * @param schema of the answers, null where they are plain
 * @param earlier attempts before, newest first
 * @param published the value that sinks hold now, null if there is none
 * @param trail decisions, oldest first
 * @param proposed the value that the first of two people gave, for a second one to agree; null if there is none
 */
public record Item(
        long recordId,
        int version,
        String task,
        String sourceId,
        int revision,
        int attempt,
        String reason,
        String detail,
        Instant since,
        @Nullable String assignee,
        @Nullable String firstEyes,
        Instant heldUntil,
        String input,
        @Nullable String answer,
        boolean json,
        List<Finding> findings,
        List<Finding> remarks,
        @Nullable String schema,
        Made made,
        List<Try> earlier,
        @Nullable String published,
        List<Note> trail,
        @Nullable String proposed) {

    public Item {
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
        earlier = List.copyOf(earlier);
        trail = List.copyOf(trail);
    }

    /** What comes after this item in the queue. */
    public Cursor cursor() {
        return new Cursor(since, recordId);
    }
}
