package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.TryState;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Recovery;
import dev.caravan.provider.RequestShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of a batch: each step is in the ledger before the next call is made. Used by one thread. */
final class TryInHand implements CreateTry {
    private static final Logger LOG = LoggerFactory.getLogger(TryInHand.class);

    private final Workplace at;
    private final BatchInHand batch;
    private final Batches.Try row;
    private final RequestShape shape;
    private final Overfull overfull;
    private final Consumer<Batches.Try> goesOnLater;
    private @Nullable String fileId;
    private @Nullable String lastDate;
    private Step step = Step.OPEN;

    private enum Step {
        OPEN,
        CREATING,
        OVER
    }

    /** @param goesOnLater takes the try when its input is at the provider and must wait there */
    TryInHand(Workplace at, BatchInHand batch, Batches.Try row, Shapes shapes, Consumer<Batches.Try> goesOnLater) {
        this.at = at;
        this.batch = batch;
        this.row = row;
        this.shape = shapes.of(batch.batch().recipeId()).shape();
        this.overfull = new Overfull(at, shapes);
        this.goesOnLater = goesOnLater;
        this.fileId = row.fileId();
    }

    @Override
    public String token() {
        return row.token();
    }

    @Override
    public Map<String, String> labels() {
        return Map.of(
                "caravan_batch", at.ledger().instance() + "-" + batch.getId(),
                "caravan_try", row.token(),
                "caravan_sha256", batch.batch().sha256());
    }

    @Override
    public String endpoint() {
        return shape.endpoint();
    }

    @Override
    public String model() {
        return shape.model();
    }

    @Override
    public int requests() {
        return batch.batch().members().size();
    }

    @Override
    public Map<String, String> settings() {
        return batch.getSettings();
    }

    @Override
    public long requestBytes() {
        return batch.batch().bytes();
    }

    @Override
    public InputStream openRequests() throws IOException {
        return at.spool().open(batch.batch().requests(), 0);
    }

    @Override
    public void uploaded(String id, @Nullable String providerTime) {
        at.pace().breakers().worked(batch.getCredential());
        at.ledger().batches().uploaded(batch.claim(), row, id, providerTime);
        fileId = id;
        lastDate = providerTime;
    }

    @Override
    public boolean hasInput() {
        return fileId != null;
    }

    @Override
    public String fileId() {
        if (fileId == null) {
            throw new IllegalStateException("The input of " + batch + " is not at the provider yet");
        }
        return fileId;
    }

    @Override
    public void ready(@Nullable String providerTime) {
        at.ledger().doubts().ready(batch.claim(), row, providerTime);
        lastDate = providerTime;
    }

    @Override
    public void creating() {
        Recovery recovery = at.protocols().get(batch.getProtocol()).recovery(batch.getSettings());
        paper(recovery == Recovery.REVOCABLE);
        switch (recovery) {
            case REVOCABLE -> at.ledger().batches().creating(batch.claim(), row);
            case UNREVOCABLE -> at.ledger().doubts().creating(batch.claim(), row);
        }
        step = Step.CREATING;
    }

    /** Rule 19: before the ledger says that a create may be sent, the spool says it. */
    private void paper(boolean revocable) {
        try {
            at.papers().creating(batch.getId(), row, fileId, revocable);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean stillOurs() {
        return at.ledger().doubts().maySend(batch.claim(), row);
    }

    @Override
    public void accepted(String providerId) {
        at.ledger()
                .batches()
                .accepted(
                        batch.claim(),
                        row.no(),
                        providerId,
                        batch.reach().provider().polling().first());
        step = Step.OVER;
        at.pace().breakers().worked(batch.getCredential());
        at.papers().accepted(batch.getId(), row.no(), providerId);
        LOG.info(
                "Batch {} submitted: {} requests, {} has it as {}",
                batch.getId(),
                batch.batch().members().size(),
                batch.reach().provider().name(),
                providerId);
    }

    @Override
    public void failed(Failure failure) {
        at.pace().heard(batch, failure);
        if (step == Step.CREATING && !failure.proven()) {
            doubt(failure.message());
        } else if (step == Step.CREATING || isAboutTheFile(failure)) {
            refused(failure);
        } else {
            later(waitAfter(failure), "before the create: " + failure.message());
        }
    }

    /** Its create was not sent; the input that is there is used when it goes on. */
    void paused(String why) {
        keepInput();
        at.ledger().batches().release(batch.claim(), Duration.ZERO, why);
        step = Step.OVER;
        LOG.info("Batch {} is not sent for now: {}", batch.getId(), why);
    }

    @Override
    public void notYet(Duration wait, String why) {
        keepInput();
        later(wait, why);
    }

    private void keepInput() {
        if (fileId != null) {
            goesOnLater.accept(new Batches.Try(
                    row.no(),
                    TryState.UPLOADED,
                    row.token(),
                    fileId,
                    false,
                    row.providerTime(),
                    null,
                    row.revocable(),
                    row.verified()));
        }
    }

    private void later(Duration wait, String why) {
        at.ledger().batches().release(batch.claim(), wait, why);
        step = Step.OVER;
        LOG.warn("Batch {} was not sent ({}); next try in {} s", batch.getId(), why, Pace.seconds(wait));
    }

    @Override
    public boolean goesOn() {
        return step != Step.OVER;
    }

    /** The provider's date in this step; not that of an input that had to wait there. */
    @Nullable
    String providerTime() {
        return lastDate;
    }

    /** Whether one create call may have left this process. */
    boolean mayHaveBeenSent() {
        return step == Step.CREATING;
    }

    void doubt(String reason) {
        at.ledger().batches().doubt(batch.claim(), reason, Duration.ZERO);
        step = Step.OVER;
        LOG.warn(
                "Batch {}: nobody knows whether {} accepted it ({}); it is looked for before anything else is sent",
                batch.getId(),
                batch.reach().provider().name(),
                reason);
    }

    /** An upload that is refused with a line of the file; else an account may be to blame, or a bucket. */
    private static boolean isAboutTheFile(Failure failure) {
        return failure.kind() == Failure.Kind.INVALID_REQUEST
                && failure.proven()
                && !failure.lines().isEmpty();
    }

    private void refused(Failure failure) {
        String reason = failure.code() + ": " + failure.message();
        if (failure.kind() == Failure.Kind.INVALID_REQUEST) {
            new RefusedFiles(at).refused(batch, failure.code(), failure.message(), failure.lines());
        } else {
            Duration wait =
                    failure.kind() == Failure.Kind.QUOTA ? overfull.refused(batch, failure) : waitAfter(failure);
            at.ledger().batches().refused(batch.claim(), row, reason, wait);
            LOG.warn(
                    "Batch {} was not accepted by {} ({}); next try in {} s",
                    batch.getId(),
                    batch.reach().provider().name(),
                    reason,
                    Pace.seconds(wait));
        }
        step = Step.OVER;
    }

    private Duration waitAfter(Failure failure) {
        return at.pace().after(row.no(), failure.retryAfter());
    }
}
