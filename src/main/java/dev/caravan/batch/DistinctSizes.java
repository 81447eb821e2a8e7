package dev.caravan.batch;

import dev.caravan.model.Credential;
import dev.caravan.provider.Recovery;
import java.time.Duration;
import java.util.Set;

/**
 * Keeps the batches of a credential apart by their number of requests where creates can't be revoked: there it is all that
 * tells one batch from another in the provider's list (protocol class C, step 1). A help, not a must: a doubt whose number
 * is not its own is resolved by custom ids.
 */
final class DistinctSizes {
    /** No batch of theirs may run longer than a day; twice that is clear of any clock. */
    private static final Duration REMEMBERED = Duration.ofHours(48);

    private final Workplace at;

    DistinctSizes(Workplace at) {
        this.at = at;
    }

    /** The largest size up to this one that no batch of the last two days or in doubt has; this one if there is none. */
    int allowed(Credential credential, int size) {
        Recovery recovery = at.protocols().get(credential.provider().protocol()).recovery(credential.settings());
        if (recovery == Recovery.REVOCABLE) {
            return size;
        }
        Set<Integer> taken = at.ledger()
                .doubts()
                .sizes(credential.name(), at.clock().instant().minus(REMEMBERED));
        for (int free = size; free > 0; free--) {
            if (!taken.contains(free)) {
                return free;
            }
        }
        return size;
    }
}
