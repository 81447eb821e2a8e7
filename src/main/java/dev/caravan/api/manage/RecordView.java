package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Lists.RecordRow;
import org.jspecify.annotations.Nullable;

/** A record: one revision of a source record, and how far it is. */
@JsonNaming(SnakeCaseStrategy.class)
record RecordView(
        long id,
        String task,
        String sourceId,
        int revision,
        boolean current,
        String state,
        @Nullable String code,
        int attempt,
        long drop,
        long line,
        @Nullable Long batch,
        @Nullable Long publication,
        int recipe,
        boolean decidedByPerson,
        Tokens tokens,
        double costUsd) {

    /** Of its last attempt; cached and reasoning tokens are parts of the others. */
    record Tokens(int input, int cached, int output, int reasoning) {
        static Tokens of(Usage usage) {
            return new Tokens(usage.in(), usage.cached(), usage.out(), usage.reasoning());
        }
    }

    static RecordView of(RecordRow row) {
        return new RecordView(
                row.id(),
                row.task(),
                row.sourceId(),
                row.revision(),
                row.current(),
                Words.of(row.state()),
                row.code(),
                row.attempt(),
                row.dropId(),
                row.line(),
                row.batchId(),
                row.publicationId(),
                row.recipe(),
                row.person(),
                Tokens.of(row.usage()),
                Words.usd(row.usage().costMicros()));
    }
}
