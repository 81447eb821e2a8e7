package dev.caravan.batch;

import dev.caravan.ledger.TwinState;
import dev.caravan.ledger.Twins;
import dev.caravan.model.Credential;
import dev.caravan.provider.Account;
import dev.caravan.provider.Download;
import dev.caravan.provider.PollStep;
import java.util.List;
import java.util.Map;

/** One claimed twin, as the routes see it: the same facts and handles as a batch that is cancelled or collected. */
public final class TwinInHand implements Account {
    private final Twins.Claim claim;
    private final Credential credential;
    private final TwinPoll poll;
    private List<Download> downloads = List.of();

    TwinInHand(Workplace at, Twins.Claim claim, Credential credential) {
        this.claim = claim;
        this.credential = credential;
        this.poll = new TwinPoll(at, this);
    }

    /** Names the routes of the conversation. */
    public String getProtocol() {
        return credential.provider().protocol();
    }

    @Override
    public String getBaseUrl() {
        return credential.baseUrl();
    }

    @Override
    public String getCredential() {
        return credential.name();
    }

    @Override
    public Map<String, String> getSettings() {
        return credential.settings();
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
    public String toString() {
        return "twin " + claim.tryNo() + " of batch " + claim.batch().id();
    }

    Twins.Claim claim() {
        return claim;
    }

    Credential reach() {
        return credential;
    }

    boolean isAnswered() {
        return poll.isOver();
    }

    void downloading(List<Download> wanted) {
        this.downloads = List.copyOf(wanted);
    }
}
