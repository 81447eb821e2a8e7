package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of programs. None is ever deleted: a revoked or expired one says who came in with it. */
public interface ApiKeys {

    /**
     * Keeps a new key, with an event.
     *
     * @throws LedgerException if there is one with this id
     */
    void add(ApiKey key);

    /** One by its id, whether it still opens anything or not. */
    Optional<ApiKey> find(String id);

    /** All of them, the newest first. */
    List<ApiKey> list();

    /**
     * Ends a key for good, with an event.
     *
     * @return false if there is no such key, or it was revoked before
     */
    boolean revoke(String id, String actor);

    /** It was used now; kept to the hour. */
    void used(String id);

    /**
     * @param roles as users.yaml writes them
     * @param hash SHA-256 of the secret in lower-case hex
     * @param expiresAt null: never
     * @param usedAt the hour in which it was used last; null: never
     */
    record ApiKey(
            String id,
            String name,
            String workspace,
            Set<String> roles,
            String hash,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant usedAt) {
        public ApiKey {
            roles = Set.copyOf(roles);
        }

        public boolean expired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }

        /** Without the hash. */
        @Override
        public String toString() {
            return "key " + id + " (" + name + ", workspace " + workspace + ")";
        }
    }
}
