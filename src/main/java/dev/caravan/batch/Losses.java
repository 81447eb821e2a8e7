package dev.caravan.batch;

import dev.caravan.ledger.EventKind;
import dev.caravan.model.Provider;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Batches of which nothing more will come, as a look at them tells; never anything that is sent again by itself. */
final class Losses {
    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private final Workplace at;
    private final SeenLists lists;

    Losses(Workplace at, SeenLists lists) {
        this.at = at;
        this.lists = lists;
    }

    /**
     * Rule 13, once the provider shows a number: a batch that a search found must have the size that was sent. Some count
     * as they go, so that fewer mean something only when all are done. True if its claim has ended by that.
     */
    boolean isQuarantined(BatchInHand batch, JobStatus told) {
        int sent = batch.batch().lines();
        boolean another = told.total() > sent
                || (told.total() > 0 && told.total() < sent && told.state().equals("completed"));
        if (!another || !at.ledger().doubts().isAdopted(batch.getId())) {
            return false;
        }
        String why = batch.reach().provider().name() + " has " + told.total() + " requests in " + batch.getProviderId()
                + ", which carries the label or the input of this batch, but " + sent + " were sent";
        at.ledger().doubts().lost(batch.claim(), "quarantined", why);
        at.ledger()
                .events()
                .raise(
                        EventKind.QUARANTINED,
                        batch.toString(),
                        why + ". Nothing is taken from it; its records are held until a person decides");
        LOG.error("Batch {} is quarantined and its records are held: {}", batch.getId(), why);
        return true;
    }

    /**
     * Rule 15, for an id that the provider does not know: given up only long after its results can be there, after a list
     * without it, and by policy. True if its claim has ended by that.
     */
    boolean isLost(BatchInHand batch, Failure failure) {
        Provider provider = batch.reach().provider();
        boolean past = ResultsKept.areGone(at, batch.batch(), provider);
        if (past && provider.kept().holdsLost() && lists.misses(batch)) {
            String why = provider.name() + " no longer knows " + batch.getProviderId() + " and does not list it ("
                    + failure.message() + ")";
            at.ledger().doubts().lost(batch.claim(), "lost", why);
            at.ledger().events().raise(EventKind.RESULTS_GONE, batch.toString(), why + "; its records are held");
            LOG.error("Batch {} is lost and its records are held: {}", batch.getId(), why);
            return true;
        }
        if (ResultsKept.atRisk(at, batch.batch(), provider)) {
            at.ledger()
                    .events()
                    .raiseOnce(
                            EventKind.RESULTS_AT_RISK,
                            batch.toString(),
                            provider.name() + " says that it has no batch " + batch.getProviderId() + " ("
                                    + failure.message() + "). It is asked again and again, and sent again never");
        }
        return false;
    }

    /** Rule 25, where the provider itself says that the results are gone. */
    void tell(BatchInHand batch, @Nullable Failure failure) {
        if (failure != null && failure.code().equals("results_gone")) {
            at.ledger()
                    .events()
                    .raise(
                            EventKind.RESULTS_GONE,
                            batch.toString(),
                            failure.message() + ". Its records are in provider_error; a person decides whether they are"
                                    + " paid for again");
        }
    }
}
