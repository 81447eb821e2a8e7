package dev.caravan.batch;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Restores.Naming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The custom ids of one batch: those of its epoch, and who its records are if it comes from a time that was lost. */
final class MemberIds {
    private final Ledger ledger;
    private final long batchId;
    private final boolean past;
    private final CustomIds ids;

    MemberIds(Ledger ledger, long batchId) {
        Naming naming = ledger.restores().naming(batchId);
        this.ledger = ledger;
        this.batchId = batchId;
        this.past = naming.past();
        this.ids = new CustomIds(naming.instance());
    }

    /** As the custom id says; {@link #records} tells whose ids these are. Empty for an id that no request of it had. */
    Optional<CustomIds.Id> parse(String customId) {
        return ids.parse(customId);
    }

    /** Whether the custom ids say the very numbers that this ledger has for its records. */
    boolean areOwn() {
        return !past;
    }

    /** Record by the id that the custom id says; those that nobody knows are missing. */
    Map<Long, Long> records(List<Long> said) {
        return past
                ? ledger.restores().recordsOf(batchId, said)
                : said.stream().distinct().collect(Collectors.toMap(id -> id, id -> id));
    }
}
