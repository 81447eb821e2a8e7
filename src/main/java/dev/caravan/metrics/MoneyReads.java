package dev.caravan.metrics;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.Cost;
import dev.caravan.ledger.Spending.Again;
import dev.caravan.metrics.LedgerSnapshot.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was ever spent. Days that are long over are read once an hour: hardly a batch of theirs can still be on its way. */
final class MoneyReads {
    private static final int LIVE_DAYS = 14;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Ledger ledger;
    private List<Cost> old = List.of();
    private Instant oldAt = Instant.MIN;
    private long oldUpTo = -1;

    MoneyReads(Ledger ledger) {
        this.ledger = ledger;
    }

    Money read(Instant now) {
        long today = Math.floorDiv(now.toEpochMilli(), Duration.ofDays(1).toMillis());
        long upTo = today - LIVE_DAYS;
        if (upTo != oldUpTo
                || now.isBefore(oldAt)
                || Duration.between(oldAt, now).compareTo(HOUR) > 0) {
            old = ledger.lists().costs(null, 0, upTo);
            oldAt = now;
            oldUpTo = upTo;
        }
        Map<List<String>, Long> cost = new HashMap<>();
        Map<List<String>, Long> overspend = new HashMap<>();
        old.forEach(one -> add(one, cost, overspend));
        // A provider's clock may be ahead of ours.
        ledger.lists().costs(null, upTo + 1, today + 1).forEach(one -> add(one, cost, overspend));
        Map<List<String>, Long> again = new HashMap<>();
        for (Again one : ledger.spending().again(null, 0, today + 1)) {
            String kind = one.kind().name().toLowerCase(Locale.ROOT);
            again.merge(List.of(one.task(), one.model(), kind), one.micros(), Long::sum);
        }
        return new Money(cost, overspend, again);
    }

    private static void add(Cost one, Map<List<String>, Long> cost, Map<List<String>, Long> overspend) {
        if (one.batches() > 0) {
            cost.merge(List.of(one.task(), one.model(), "batch"), one.micros(), Long::sum);
            overspend.merge(List.of(one.task(), one.model()), one.overspend(), Long::sum);
        }
        if (one.calls() > 0 || one.unknown() > 0) {
            cost.merge(List.of(one.task(), one.model(), "realtime"), one.callMicros() + one.unknownMicros(), Long::sum);
        }
    }
}
