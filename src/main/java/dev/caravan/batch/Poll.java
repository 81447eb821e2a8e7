package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.StaleFenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Poll: asks about the due batches of one credential. */
public final class Poll {
    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final int AT_ONCE = 100;

    private final Workplace at;
    private final Deadline deadline;
    private final Lateness lateness;

    private final Losses losses;
    private final ListPolls lists;

    Poll(Workplace at, BoundTasks tasks, SeenLists seen) {
        this.losses = new Losses(at, seen);
        this.lists = new ListPolls(at, tasks);
        this.at = at;
        this.lateness = new Lateness(at, tasks);
        this.deadline = new Deadline(at.ledger().batches(), at.clock());
    }

    /** The credential whose many due batches are looked at in its provider's list first; null if none has many. */
    public @Nullable ListLook list() {
        return lists.begin();
    }

    /** The list was read, as far as it was answered. */
    public void listed(ListLook look) {
        lists.end(look);
    }

    /** Takes the due batches of the credential that has the one due longest; empty if none is due. */
    public List<BatchInHand> claim() {
        List<BatchInHand> batches = new ArrayList<>();
        for (Batches.Claim claim : due()) {
            at.inHand(claim).ifPresent(batch -> {
                batch.polling(
                        new PollInHand(at, batch, new Watch(deadline, lateness, losses)),
                        deadline.isOver(batch.getId()));
                batches.add(batch);
            });
        }
        return batches;
    }

    /** All due ones of a credential that works, else one of a credential that may work again. */
    private List<Batches.Claim> due() {
        Set<String> suspect = at.pace().breakers().suspect();
        List<Batches.Claim> claims =
                at.ledger().batches().claimForPoll(AT_ONCE, at.standstill().calling(suspect));
        return claims.isEmpty() && !suspect.isEmpty()
                ? at.ledger()
                        .batches()
                        .claimForPoll(
                                1, at.standstill().calling(at.pace().breakers().resting()))
                : claims;
    }

    /** The look at one batch, or at a list, went wrong. */
    public void failed(@Nullable CredentialInHand inHand, Throwable error) {
        if (inHand instanceof ListLook look) {
            lists.failed(look);
            LOG.warn(
                    "The list of batches of credential \"{}\" could not be read ({}); they are asked about one by one",
                    look.getCredential(),
                    error.toString());
        } else {
            failed(inHand instanceof BatchInHand batch ? batch : null, error);
        }
    }

    private void failed(@Nullable BatchInHand batch, Throwable error) {
        if (batch == null) {
            LOG.error("Poll could not take any batch", error);
        } else if (error instanceof StaleFenceException) {
            LOG.warn("Batch {}: {}", batch.getId(), error.getMessage());
        } else if (batch.lastPoll() == null || !batch.lastPoll().isOver()) {
            at.pace().unheard(batch, error);
            Duration wait = at.pace().soon();
            LOG.warn("Batch {} could not be looked at ({}); asked again in {}", batch.getId(), error.toString(), wait);
            at.ending(batch.claim(), () -> at.ledger().batches().release(batch.claim(), wait, error.toString()));
        } else {
            LOG.error("Batch {}: an error after its look was over", batch.getId(), error);
        }
    }
}
