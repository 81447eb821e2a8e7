package dev.caravan.api.manage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.Counted;
import dev.caravan.ledger.Twins;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch: one job at a provider. @param tries and {@code twins} and {@code waits} only where one batch was asked for */
@JsonNaming(SnakeCaseStrategy.class)
record BatchView(
        long id,
        String task,
        int recipe,
        String credential,
        String model,
        String state,
        @Nullable String providerId,
        @Nullable String providerStatus,
        boolean cancelled,
        boolean late,
        String note,
        Counts counts,
        double estimatedUsd,
        double costUsd,
        double overspendUsd,
        Instant createdAt,
        @Nullable Instant assembledAt,
        @Nullable Instant submittedAt,
        @Nullable Instant collectedAt,
        @Nullable Instant nextLookAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Try> tries,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Twin> twins,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<WaitView> waits) {

    @JsonNaming(SnakeCaseStrategy.class)
    record Counts(int sent, int open, int ok, int invalid, int error, int missing, int notRun, int surplus) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Try(
            int number,
            String state,
            String label,
            @Nullable String inputFile,
            @Nullable String providerId) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Twin(int number, String state, String providerId) {}

    static BatchView of(BatchRow row) {
        return shown(row, null, null, null);
    }

    static BatchView of(BatchRow row, List<Batches.Try> tries, List<Twins.Twin> twins, List<WaitView> waits) {
        return shown(
                row,
                tries.stream()
                        .map(one ->
                                new Try(one.no(), Words.of(one.state()), one.token(), one.fileId(), one.providerId()))
                        .toList(),
                twins.stream()
                        .map(one -> new Twin(one.tryNo(), Words.of(one.state()), one.providerId()))
                        .toList(),
                waits);
    }

    private static BatchView shown(
            BatchRow row, @Nullable List<Try> tries, @Nullable List<Twin> twins, @Nullable List<WaitView> waits) {
        Counted n = row.counted();
        return new BatchView(
                row.id(),
                row.task(),
                row.recipe(),
                row.credential(),
                row.model(),
                Words.of(row.state()),
                row.providerId(),
                row.providerStatus(),
                row.cancelled(),
                row.late(),
                row.note(),
                new Counts(n.sent(), n.open(), n.ok(), n.invalid(), n.error(), n.missing(), n.notRun(), n.surplus()),
                Words.usd(row.money().estimated()),
                Words.usd(row.money().cost()),
                Words.usd(row.money().overspend()),
                row.times().made(),
                row.times().assembled(),
                row.times().submitted(),
                row.times().collected(),
                row.times().due(),
                tries,
                twins,
                waits);
    }
}
