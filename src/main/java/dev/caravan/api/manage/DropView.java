package dev.caravan.api.manage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Lists.DropRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A drop with its counts: {@code read = refused + duplicate + unchanged + stale + the sum of states}. */
@JsonNaming(SnakeCaseStrategy.class)
record DropView(
        long id,
        String task,
        String zone,
        String uri,
        String state,
        @Nullable String reason,
        long bytes,
        boolean cancelled,
        boolean held,
        boolean opened,
        @Nullable Instant readAt,
        @Nullable Instant purgedAt,
        Counted counts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<WaitView> waits) {

    /** @param states only those that some record is in */
    record Counted(long read, long refused, long duplicate, long unchanged, long stale, Map<String, Long> states) {}

    static DropView of(DropRow row) {
        return of(row, null);
    }

    /** @param waits null where many are listed */
    static DropView of(DropRow row, @Nullable List<WaitView> waits) {
        DropCounts counts = row.drop().counts();
        Map<String, Long> states = new LinkedHashMap<>();
        counts.states().entrySet().stream()
                .filter(one -> one.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> states.put(Words.of(one.getKey()), one.getValue()));
        return new DropView(
                row.drop().id(),
                row.task(),
                row.drop().zone(),
                row.drop().uri(),
                Words.of(row.drop().state()),
                row.drop().reason(),
                row.bytes(),
                row.cancelled(),
                row.held(),
                row.opened(),
                row.readAt(),
                row.purgedAt(),
                new Counted(
                        counts.read(),
                        counts.refused(),
                        counts.duplicate(),
                        counts.unchanged(),
                        counts.stale(),
                        states),
                waits);
    }
}
