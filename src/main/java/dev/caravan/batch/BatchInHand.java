package dev.caravan.batch;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.model.Credential;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.Search;
import dev.caravan.provider.Sweep;
import dev.caravan.trace.InHand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One claimed batch, as the routes see it: plain facts and a handle for each part of the conversation. */
public final class BatchInHand extends CredentialInHand {
    private final Batches.Claim claim;
    private @Nullable TryInHand attempt;
    private @Nullable SearchInHand search;
    private @Nullable PollInHand poll;
    private List<Download> downloads = List.of();
    private boolean tooOld;
    private String task = "";

    BatchInHand(Batches.Claim claim, Credential credential) {
        super(credential);
        this.claim = claim;
    }

    public long getId() {
        return claim.batch().id();
    }

    /** The batch's id at the provider. */
    public String getProviderId() {
        return need(claim.batch().providerId(), "id at the provider");
    }

    /** Whether a create may have been accepted and nobody knows. */
    public boolean isInDoubt() {
        return claim.batch().state() == BatchState.IN_DOUBT;
    }

    /** Whether somebody wants it cancelled, or it is too old or too late. */
    public boolean isCancelRequested() {
        return claim.batch().cancel() || claim.batch().lateness().moving() || tooOld;
    }

    public CreateTry getAttempt() {
        return need(attempt, "open try");
    }

    public Search getSearch() {
        return need(search, "search");
    }

    /** The search where a create can't be revoked. */
    public Sweep getSweep() {
        return need(search instanceof SweepInHand sweep ? sweep : null, "sweep");
    }

    public PollStep getPoll() {
        return need(poll, "poll");
    }

    public List<Download> getDownloads() {
        return downloads;
    }

    @Override
    public InHand inHand() {
        InHand in = InHand.batch(getId()).credential(getCredential());
        return task.isEmpty() ? in : in.task(task);
    }

    @Override
    public String toString() {
        return "batch " + getId();
    }

    Batches.Claim claim() {
        return claim;
    }

    Batches.Batch batch() {
        return claim.batch();
    }

    @Nullable
    TryInHand openTry() {
        return attempt;
    }

    /** This batch, and those whose doubt its search serves too. */
    List<BatchInHand> sharers() {
        return search == null
                ? List.of(this)
                : search.doubts().stream().map(Doubt::batch).toList();
    }

    SearchInHand openSearch() {
        return need(search, "search");
    }

    @Nullable
    PollInHand lastPoll() {
        return poll;
    }

    void ofTask(String name) {
        this.task = name;
    }

    void begin(TryInHand opened) {
        this.attempt = opened;
    }

    void searching(SearchInHand begun) {
        this.search = begun;
    }

    void polling(PollInHand begun, boolean over) {
        this.poll = begun;
        this.tooOld = over;
    }

    void downloading(List<Download> wanted) {
        this.downloads = List.copyOf(wanted);
    }

    private <T> T need(@Nullable T part, String what) {
        if (part == null) {
            throw new IllegalStateException("Batch " + claim.batch().id() + " has no " + what + " at this step");
        }
        return part;
    }
}
