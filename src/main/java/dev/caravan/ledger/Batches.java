package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Batches and their tries. Every write carries the fence of its claim and throws {@link StaleFenceException} when the claim
 * has ended. A batch has one claim at a time: while a living worker has it, it is not handed out. {@link #openTry},
 * {@link #uploaded}, {@link #creating} and {@link #inputGone} keep the claim, every other write ends it. The claims of an
 * earlier process are void.
 */
public interface Batches {

    /**
     * Takes one due batch that is left {@code CREATING} by a dead owner (then moved to {@code IN_DOUBT}), or
     * {@code IN_DOUBT}, or the oldest {@link BatchState#ASSEMBLED} one that its account has room for ({@link Quotas}).
     *
     * @param doubts what is passed over of those that may be at their provider already
     * @param sending what is passed over of those that are not
     */
    Optional<Claim> claimForSubmit(Except doubts, Except sending);

    /** The same with nothing passed over. */
    default Optional<Claim> claimForSubmit() {
        return claimForSubmit(Except.NONE, Except.NONE);
    }

    /** Takes more batches of this credential that are in doubt, due, and whose creates can all be revoked. */
    List<Claim> claimDoubts(String credential, int limit);

    /** Takes up to {@code limit} due submitted batches of the credential that has the one due longest. */
    List<Claim> claimForPoll(int limit, Except except);

    /** The same with nothing passed over. */
    default List<Claim> claimForPoll(int limit) {
        return claimForPoll(limit, Except.NONE);
    }

    /**
     * Takes one due batch that is {@link BatchState#COLLECTING}, or else one that is {@link BatchState#COLLECTED} and has files
     * to {@link Collection#mend}: there they are accepted again, and no record moves. In turn the one that waits longest, and
     * the one of which least is left.
     */
    Optional<Claim> claimForCollect(Except except);

    /** The same with nothing passed over. */
    default Optional<Claim> claimForCollect() {
        return claimForCollect(Except.NONE);
    }

    /** What a claim passes over: batches of these credentials, these tasks, these recipes. */
    record Except(Set<String> credentials, Set<Integer> tasks, Set<Integer> recipes) {
        public static final Except NONE = of(Set.of());

        public static Except of(Set<String> credentials) {
            return new Except(credentials, Set.of(), Set.of());
        }

        public boolean isPassedOver(String credential, int taskId, int recipeId) {
            return credentials.contains(credential) || tasks.contains(taskId) || recipes.contains(recipeId);
        }
    }

    /** Gives the claim of a batch back that is {@link BatchState#COLLECTING} and has more to collect: it is due as before. */
    void setAside(Claim claim);

    /** Gives a claim back; the batch is due again after {@code wait}. {@code note} says why, for logs and pages. */
    void release(Claim claim, Duration wait, @Nullable String note);

    /**
     * Lets go of a claim whose end could not be written ({@link LedgerUnavailableException}): it is void, and its batch is
     * free again as soon as the ledger can be written. One that was creating is in doubt then. Never fails.
     */
    void forsake(Claim claim);

    /** Opens try k+1 with a unique name for its input; rule 2: every create has its own. */
    Try openTry(Claim claim);

    /** The input of the try is at the provider. {@code providerTime} is the {@code Date} of the reply, as sent. */
    void uploaded(Claim claim, Try attempt, String fileId, @Nullable String providerTime);

    /**
     * Rule 1: committed directly before the create call.
     *
     * @throws LedgerException if this try was creating before: a try has one create call, ever
     * @throws NoRoomException if others have taken the room of its account since it was claimed
     */
    void creating(Claim claim, Try attempt);

    /** The provider has it, also as a try that seemed refused or revoked; batch {@link BatchState#SUBMITTED}, due for its first poll after {@code firstPoll}. Also the end of a doubt. */
    void accepted(Claim claim, int tryNo, String providerId, Duration firstPoll);

    /** Proven refusal; the batch is {@link BatchState#ASSEMBLED} again and due after {@code wait}. {@link Refusals} where that would not help. */
    void refused(Claim claim, Try attempt, String reason, Duration wait);

    /**
     * Certainly nothing ran, and the same members are to go in other batches: batch dissolved, members queued again.
     *
     * @throws LedgerException if there is an outcome of any member already
     */
    void requeued(Claim claim, String reason);

    /**
     * Its request file is not what was written, and nothing of it was sent: batch {@link BatchState#DISSOLVED}, members queued
     * under the next attempt, event {@link EventKind#SPOOL_DAMAGED}.
     */
    void damaged(Claim claim, String why);

    /** A create may have been accepted. */
    void doubt(Claim claim, String reason, Duration wait);

    /** The provider says that the input of this try is gone. */
    void inputGone(Claim claim, int tryNo);

    /**
     * Recovery step R5: nothing was accepted; open tries are revoked and the batch is assembled again.
     *
     * @throws LedgerException if the input of a try that was creating is not known to be gone; a create that can't be
     *     revoked ends in {@link Doubts#unseen} instead
     */
    void revoked(Claim claim);

    /** Notes what the provider says of a running batch; due again after {@code wait}. */
    void progress(Claim claim, Progress progress, Duration wait);

    /** The batch ended at the provider, however: {@link BatchState#COLLECTING}. */
    void ended(Claim claim, Progress progress, String results);

    /** All tries of a batch, oldest first. */
    List<Try> tries(long batchId);

    /**
     * The newest batches that this credential's provider accepted since then, before batch {@code beforeBatchId} was made:
     * whoever lists the account must see one of them, or sees too little. Several, as a person may delete one there.
     */
    Set<String> witnesses(String credential, long beforeBatchId, Instant since);

    /** A batch as the ledger knows it. */
    Optional<Batch> find(long batchId);

    /** A hint that something happened to these: those that are submitted are due for a poll now. Returns how many. */
    int pollNow(String credential, List<String> providerIds);

    /** Asks for a cancel. A flag: submit, poll and collect act on it. Nothing happens to a batch that is final. */
    void requestCancel(long batchId);

    /** The right to work on one batch until released or moved. */
    record Claim(Batch batch, long fence) {}

    /**
     * @param token the unique name of its input and the label of its create
     * @param revocable whether the create can be made impossible by deleting its input ({@link Doubts} where not)
     * @param verified false while its batch is ours by the number of its requests alone
     */
    record Try(
            int no,
            TryState state,
            String token,
            @Nullable String fileId,
            boolean fileGone,
            @Nullable String providerTime,
            @Nullable String providerId,
            boolean revocable,
            boolean verified) {}

    /**
     * @param results what {@link #ended} was given: which files hold the results, in the protocol's own words (JSON)
     * @param polls how often in a row nothing changed, for the back-off
     * @param lines how many requests its file has; more than members where a restored ledger did not find all of them
     */
    record Batch(
            long id,
            int taskId,
            int recipeId,
            String credential,
            BatchState state,
            Members members,
            String requests,
            long bytes,
            String sha256,
            boolean cancel,
            @Nullable String providerStatus,
            @Nullable String providerId,
            @Nullable String results,
            int polls,
            Instant assembledAt,
            @Nullable Instant submittedAt,
            Lateness lateness,
            int lines) {}

    /**
     * @param since when the member that has waited longest was queued
     * @param late whether the deadline of its task has passed
     * @param moving whether it is cancelled for that, and what it does not run goes to another recipe
     */
    record Lateness(Instant since, boolean late, boolean moving) {}

    /** @param status in common words: validating, in_progress, finalizing, completed, … */
    record Progress(
            String status,
            long total,
            long completed,
            long failed,
            @Nullable String note) {}
}
