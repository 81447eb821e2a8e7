package dev.caravan.batch;

import dev.caravan.ledger.TwinState;
import dev.caravan.ledger.Twins;
import dev.caravan.model.Credential;
import dev.caravan.provider.Download;
import dev.caravan.provider.PollStep;
import dev.caravan.trace.InHand;
import java.util.List;

/** One claimed twin, as the routes see it: the same facts and handles as a batch that is cancelled or collected. */
public final class TwinInHand extends CredentialInHand {
    private final Twins.Claim claim;
    private final TwinPoll poll;
    private List<Download> downloads = List.of();

    TwinInHand(Workplace at, Twins.Claim claim, Credential credential) {
        super(credential);
        this.claim = claim;
        this.poll = new TwinPoll(at, this);
    }

    /** The twin's id at the provider. */
    public String getProviderId() {
        return claim.providerId();
    }

    /** Whether it is still to be cancelled and asked about; else its results are to be brought home. */
    public boolean isRunning() {
        return claim.state() == TwinState.RUNNING;
    }

    public PollStep getPoll() {
        return poll;
    }

    public List<Download> getDownloads() {
        return downloads;
    }

    @Override
    public InHand inHand() {
        return InHand.batch(claim.batch().id()).credential(getCredential());
    }

    @Override
    public String toString() {
        return "twin " + claim.tryNo() + " of batch " + claim.batch().id();
    }

    Twins.Claim claim() {
        return claim;
    }

    boolean isAnswered() {
        return poll.isOver();
    }

    void downloading(List<Download> wanted) {
        this.downloads = List.copyOf(wanted);
    }
}
