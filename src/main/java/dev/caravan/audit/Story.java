package dev.caravan.audit;

import dev.caravan.ledger.Audit.Asked;
import dev.caravan.ledger.Audit.Version;
import dev.caravan.ledger.OpenItems.Attempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one source record, with what was said.
 *
 * @param chapters one for each revision, newest first
 */
public record Story(String task, String sourceId, List<Chapter> chapters) {

    /**
     * One revision.
     *
     * @param answers newest first
     * @param value that it has, or had, as compact JSON; null while it has none, and where it can't be read any more
     * @param changes what of the value is another than in the last revision before it that was published; empty if it was
     *     never published, or was the first
     * @param trouble what could not be read, and why
     */
    public record Chapter(
            Version version,
            List<Answer> answers,
            @Nullable String value,
            List<Change> changes,
            List<String> trouble) {}

    /**
     * One attempt.
     *
     * @param text what the model said: compact JSON, else as it came; null if it said nothing, or it can't be read
     * @param asked of its batch; null if it was in none
     */
    public record Answer(
            Attempt attempt,
            @Nullable Asked asked,
            String model,
            int promptVersion,
            int schemaVersion,
            @Nullable String text) {}

    /**
     * A field that is another.
     *
     * @param field path such as {@code tags[0].name}
     * @param before JSON; null if it was not there; @param after likewise
     */
    public record Change(
            String field, @Nullable String before, @Nullable String after) {}
}
