package dev.caravan.console.records;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.RecordState;
import org.jspecify.annotations.Nullable;

/** What a record's state means to whoever looks at it, and what comes next. */
final class RecordWords {
    private RecordWords() {}

    /** As pages write it. */
    static String of(RecordState state) {
        return Figures.words(state);
    }

    /** The colour of its badge. */
    static String tone(RecordState state) {
        return switch (state) {
            case QUEUED, DISCARDED, SUPERSEDED -> "rest";
            case SUBMITTED -> "run";
            case COMPLETED, PUBLISHED -> "good";
            case INVALID_OUTPUT, PROVIDER_ERROR -> "bad";
            case REVIEW_REQUIRED, HELD -> "warn";
        };
    }

    /** @param stale whether a newer revision came while it was under way */
    static String says(RecordRow record, boolean stale) {
        @Nullable Long batch = record.batchId();
        @Nullable Long publication = record.publicationId();
        return switch (record.state()) {
            case QUEUED -> "It waits for the next batch of its task.";
            case SUBMITTED ->
                batch == null
                        ? "It is in a batch."
                        : "It is in batch " + batch + ". When that is home, its answer is judged.";
            case COMPLETED ->
                stale
                        ? "It has a valid answer, but a newer revision came meanwhile: nothing of it is published."
                        : publication == null
                                ? "It has a valid answer and waits for the next publication; in a drop with a gate until that is open."
                                : "It has a valid answer and is part of publication " + publication
                                        + ", which some sinks still have to get.";
            case INVALID_OUTPUT ->
                "Its answer breaks a rule. It goes again with the next prompt, schema or model, when somebody sends it again or when a person decides.";
            case PROVIDER_ERROR ->
                "The provider gave no answer. It goes again by itself where a retry is planned; else somebody sends it again or a person decides.";
            case REVIEW_REQUIRED -> "It waits for a person.";
            case PUBLISHED -> "Every sink of its task has its value.";
            case HELD -> "It is stopped until somebody lets it go.";
            case DISCARDED -> "A person rejected it: nothing of it is published.";
            case SUPERSEDED -> "A newer revision of the same source record took its place.";
        };
    }
}
