package dev.caravan.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looking for a batch whose create is in doubt, and revoking its inputs. A conversation asks for the next call, makes it,
 * and hands the answer over until nothing is left to do.
 */
public interface Search {

    /** Tokens of all tries of the batch: a batch that carries one of them, or one of their inputs, is ours. */
    List<String> tokens();

    /** Inputs of the tries, by file id. */
    List<String> fileIds();

    /** Whether a batch that carries this is one we look for. */
    default boolean hasToken(String token) {
        return tokens().contains(token);
    }

    /** Whether a batch with this input is one we look for. */
    default boolean hasInput(String fileId) {
        return fileIds().contains(fileId);
    }

    /** Inputs still to be revoked in this round: file ids not yet known to be gone. */
    List<String> toRevoke();

    /** What settled batches left and is to be deleted; only behind a whole list. */
    default List<Remains> toClear() {
        return List.of();
    }

    /** Whether the account's files are to be listed too, behind its batches: for inputs of which the ledger never heard. */
    default boolean wantsFiles() {
        return false;
    }

    /**
     * A file of the list.
     *
     * @param label its name, without an ending
     * @param created epoch second by the provider's clock
     * @return whether it is to be deleted: it is the input of a try of this ledger that needs it no more
     */
    default boolean isLeftOver(String label, String fileId, long created) {
        return false;
    }

    /** Whether the ledger knows this provider batch id for this credential, old enough to be seen: a witness. */
    boolean isKnown(String providerId);

    /** Whether the ledger knows any such batch: then a list without one of them is not the whole list. */
    boolean hasWitness();

    /** Epoch second before which nothing of ours can have been created. */
    long windowStart();

    /** Found one of ours; may be called several times (twins). What the rest of the list tells is said as well. */
    void found(String providerId, @Nullable String token, @Nullable String fileId);

    /** How any batch of the list is doing, ours or not, as far as the list tells. Most looks have no use for it. */
    default void listed(JobStatus status) {}

    /** The input is gone for good, or was never there. */
    void gone(String fileId);

    /** The input could not be deleted, for whatever reason: a look may pass over it for once. */
    default void stays(String fileId) {}

    /**
     * The credential may not delete; what was to be deleted stays.
     *
     * @param permission what it needs, for a person
     */
    default void refused(Failure why, String permission) {}

    /** The input could not be deleted because it is in use: somebody accepted it. */
    void inUse(String fileId);

    /** The list was read whole, every page answered, in order, down to before the window; it holds no more than {@link #found} says. */
    void completeNegative();

    /** It was not; nothing may be concluded. */
    void inconclusive(String why);
}
