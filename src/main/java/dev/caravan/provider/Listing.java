package dev.caravan.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the list of a provider that looks for no create and revokes nothing: it only hears how the batches of the
 * list are ({@link #listed}). It has no tries of its own, so that a conversation finds nothing to compare and nothing to delete.
 */
public interface Listing extends Sweep {
    @Override
    void listed(JobStatus status);

    @Override
    default List<String> tokens() {
        return List.of();
    }

    @Override
    default List<String> fileIds() {
        return List.of();
    }

    @Override
    default List<String> toRevoke() {
        return List.of();
    }

    @Override
    default List<Download> comparisons() {
        return List.of();
    }

    /** The list proves nothing, whole or not. */
    @Override
    default boolean hasWitness() {
        return false;
    }

    @Override
    default boolean fits(long requests) {
        return false;
    }

    @Override
    default boolean isOurs(String providerId) {
        return isKnown(providerId);
    }

    @Override
    default void candidate(String providerId, boolean ended) {}

    @Override
    default void found(String providerId, @Nullable String token, @Nullable String fileId) {}

    @Override
    default void gone(String fileId) {}

    @Override
    default void inUse(String fileId) {}

    @Override
    default void completeNegative() {}

    /** What was heard before the list broke off is true all the same. */
    @Override
    default void inconclusive(String why) {}
}
