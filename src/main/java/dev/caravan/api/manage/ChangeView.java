package dev.caravan.api.manage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Changes.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change as those who look on are told it; the thing is named as elsewhere below {@code /api}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeView(
        Instant at,
        @Nullable Long drop,
        @Nullable Long batch,
        @Nullable Long publication,
        @Nullable String submission,
        String state,
        @Nullable String task,
        Map<String, Long> counts) {

    static ChangeView of(Change change) {
        Long number = change.id().matches("\\d+") ? Long.valueOf(change.id()) : null;
        return new ChangeView(
                change.at(),
                switch (change.kind()) {
                    case DROP, RECORDS, REVIEW -> number;
                    default -> null;
                },
                change.kind() == Kind.BATCH ? number : null,
                change.kind() == Kind.PUBLICATION ? number : null,
                change.kind() == Kind.SUBMISSION ? change.id() : null,
                change.state(),
                change.task(),
                change.counts());
    }
}
