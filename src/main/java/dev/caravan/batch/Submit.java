package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.NoRoomException;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.ledger.TryState;
import dev.caravan.trace.Ids;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submit: one try row and one create call; after any doubt the batch is looked for first. */
public final class Submit {
    private static final Logger LOG = LoggerFactory.getLogger(Submit.class);

    private final Workplace at;
    private final Shapes shapes;
    private final Recoveries recoveries;
    private final Lateness lateness;
    /** Tries whose input must be processed at the provider before it can be used. A new process opens new ones. */
    private final Map<Long, Batches.Try> waiting = new ConcurrentHashMap<>();

    Submit(Workplace at, Shapes shapes, Recoveries recoveries, Lateness lateness) {
        this.lateness = lateness;
        this.at = at;
        this.shapes = shapes;
        this.recoveries = recoveries;
    }

    /** Takes one batch that is due; null if there is none. A batch in doubt comes with its search begun. */
    public @Nullable BatchInHand claim() {
        Set<String> resting = at.pace().breakers().resting();
        Optional<Batches.Claim> claim = at.ledger()
                .batches()
                .claimForSubmit(
                        at.standstill().calling(resting), at.standstill().sending(resting));
        BatchInHand batch = claim.flatMap(at::inHand).orElse(null);
        if (batch != null && batch.isInDoubt()) {
            batch.searching(at.beginning(batch.claim(), () -> recoveries.search(batch)));
        } else if (batch != null && !at.beginning(batch.claim(), () -> intact(batch))) {
            return null;
        }
        return batch;
    }

    /** A request file that is not what was written is cut anew; its size is looked at before each try, its bytes before the first. */
    private boolean intact(BatchInHand batch) {
        Batches.Batch row = batch.batch();
        boolean first = at.ledger().batches().tries(row.id()).stream().allMatch(t -> t.state() == TryState.OPEN);
        try {
            Optional<String> damage =
                    Intact.damage(at.spool(), row.requests(), row.bytes(), first ? row.sha256() : null);
            damage.ifPresent(what -> {
                at.ledger()
                        .batches()
                        .damaged(batch.claim(), what + "; nothing of it was sent, its records are cut again");
                LOG.error("Batch {}: {}; nothing of it was sent, its records are cut again", row.id(), what);
            });
            return damage.isEmpty();
        } catch (IOException e) {
            Duration wait = at.pace().soon();
            LOG.warn(
                    "Batch {} was not sent: the spool can't be read ({}); next try in {} s",
                    row.id(),
                    e,
                    Pace.seconds(wait));
            at.ledger().batches().release(batch.claim(), wait, "the spool can't be read: " + e.getMessage());
            return false;
        }
    }

    /** Opens the next try, or goes on with one whose input had to wait. */
    public void begin(BatchInHand batch) {
        Batches.Try kept = waiting.remove(batch.getId());
        Batches.Try row = kept == null ? at.ledger().batches().openTry(batch.claim()) : kept;
        batch.begin(new TryInHand(at, batch, row, shapes, later -> waiting.put(batch.getId(), later)));
    }

    /** Committed directly before the one create call; not made if the batch is cancelled, too late, or paused by now. */
    public void creating(BatchInHand batch) {
        Optional<Pause> pause = at.standstill().of(batch);
        if (pause.isPresent()) {
            throw new PausedException(pause.get());
        }
        TryInHand attempt = batch.openTry();
        if (attempt != null) {
            lateness.passesNow(batch, attempt.providerTime());
        }
        batch.getAttempt().creating();
    }

    /** The search of a batch in doubt is over for now. */
    public void searched(BatchInHand batch) {
        recoveries.searched(batch);
    }

    /** Something went wrong between claim and the last step. */
    public void failed(@Nullable BatchInHand batch, Throwable error) {
        if (batch == null) {
            LOG.error("Submit could not take a batch", error);
            return;
        }
        for (BatchInHand one : batch.sharers()) {
            try {
                at.ending(one.claim(), () -> judge(one, error));
            } catch (StaleFenceException takenOver) {
                try (Ids ids = Ids.put(one.inHand())) {
                    LOG.warn("Batch {}: {} ({})", one.getId(), takenOver.getMessage(), error.getMessage());
                }
            }
        }
    }

    private void judge(BatchInHand batch, Throwable error) {
        if (error instanceof StaleFenceException) {
            LOG.warn("Batch {}: {}", batch.getId(), error.getMessage());
            return;
        }
        TryInHand attempt = batch.openTry();
        if (attempt != null && attempt.goesOn() && error instanceof PausedException) {
            attempt.paused(String.valueOf(error.getMessage()));
        } else if (attempt != null && !attempt.goesOn()) {
            LOG.error("Batch {}: an error after its step was over", batch.getId(), error);
        } else if (attempt != null && attempt.mayHaveBeenSent() && !provesNothingWasSent(error)) {
            at.pace().unheard(batch, error);
            attempt.doubt(error.getClass().getSimpleName() + ": " + error.getMessage());
        } else if (attempt != null && attempt.mayHaveBeenSent()) {
            attempt.failed(Failures.notSent(error));
        } else {
            notSent(batch, error);
        }
    }

    private void notSent(BatchInHand batch, Throwable error) {
        at.pace().unheard(batch, error);
        Duration wait = batch.isInDoubt()
                ? at.pace().soon()
                : at.pace().after(batch.batch().polls() + 1, null);
        if (error instanceof NoRoomException) {
            LOG.info("{}", error.getMessage());
        } else if (Failures.isNetwork(error)) {
            LOG.warn(
                    "Batch {} was not sent ({}); next try in {} s",
                    batch.getId(),
                    error.getMessage(),
                    Pace.seconds(wait));
        } else {
            LOG.warn("Batch {} was not sent; next try in {} s", batch.getId(), Pace.seconds(wait), error);
        }
        at.ledger().batches().release(batch.claim(), wait, String.valueOf(error.getMessage()));
    }

    private static boolean provesNothingWasSent(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }
}
