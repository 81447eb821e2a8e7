package dev.caravan.ledger;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.COLLECTING;
import static dev.caravan.ledger.BatchState.CREATING;
import static dev.caravan.ledger.BatchState.DISSOLVED;
import static dev.caravan.ledger.BatchState.IN_DOUBT;
import static dev.caravan.ledger.BatchState.SUBMITTED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Batches} in SQL. */
final class SqlBatches implements Batches {
    static final String WITNESSES = "SELECT provider_id FROM batch WHERE credential = ? AND submitted_at >= ?"
            + " AND submitted_at IS NOT NULL AND id < ? AND provider_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM try t"
            + " WHERE t.batch_id = batch.id AND t.provider_id = batch.provider_id AND t.remains = 3)"
            + " ORDER BY submitted_at DESC LIMIT 20";

    private final Db db;
    private final Owner owner;
    private final Clock clock;
    private final BatchClaims claims;
    private final Forsaken<Claim> forsaken;

    SqlBatches(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
        this.claims = new BatchClaims(owner, clock);
        this.forsaken = new Forsaken<>(db, claims::free);
    }

    @Override
    public Optional<Claim> claimForSubmit(Except doubts, Except sending) {
        return claim(c -> claims.forSubmit(c, doubts, sending));
    }

    @Override
    public List<Claim> claimDoubts(String credential, int limit) {
        return claim(c -> claims.doubts(c, credential, limit));
    }

    @Override
    public List<Claim> claimForPoll(int limit, Except except) {
        return claim(c -> claims.forPoll(c, limit, except));
    }

    @Override
    public Optional<Claim> claimForCollect(Except except) {
        return claim(c -> claims.forCollect(c, except));
    }

    @Override
    public void setAside(Claim claim) {
        db.write(c -> {
            fence(c, claim, COLLECTING).end("note = NULL");
            return 0;
        });
    }

    @Override
    public void release(Claim claim, Duration wait, @Nullable String note) {
        db.write(c -> {
            fence(c, claim).end("next_due = ?, polls = polls + 1, note = ?", due(wait), note);
            return 0;
        });
    }

    @Override
    public void forsake(Claim claim) {
        forsaken.add(claim);
    }

    @Override
    public Try openTry(Claim claim) {
        return db.write(c -> {
            fence(c, claim, ASSEMBLED);
            return tries(c, claim).open(owner.instance());
        });
    }

    @Override
    public void uploaded(Claim claim, Try attempt, String fileId, @Nullable String providerTime) {
        db.write(c -> {
            fence(c, claim, ASSEMBLED);
            tries(c, claim).move(attempt.no(), TryState.UPLOADED);
            return Db.update(
                    c,
                    "UPDATE try SET file_id = ?, provider_time = ? WHERE batch_id = ? AND no = ?",
                    fileId,
                    providerTime,
                    claim.batch().id(),
                    attempt.no());
        });
    }

    @Override
    public void creating(Claim claim, Try attempt) {
        Optional<Cancels.GivenUp> givenUp = db.write(c -> {
            BatchFence batch = fence(c, claim, ASSEMBLED);
            Optional<Cancels.GivenUp> unwanted = Unwanted.giveUp(c, batch, claim.batch(), clock.millis());
            if (unwanted.isEmpty()) {
                Admission.reserve(c, claim.batch().id(), clock.millis());
                tries(c, claim).move(attempt.no(), TryState.CREATING);
                batch.move(CREATING);
            }
            return unwanted;
        });
        Unwanted.stop(givenUp);
    }

    @Override
    public void accepted(Claim claim, int tryNo, String providerId, Duration firstPoll) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, CREATING, IN_DOUBT);
            Acceptance.of(c, claim, batch, tryNo, providerId, clock.millis(), firstPoll);
            return 0;
        });
    }

    @Override
    public void refused(Claim claim, Try attempt, String reason, Duration wait) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, CREATING);
            refuse(c, claim, attempt, reason);
            batch.finish(ASSEMBLED, "next_due = ?, note = ?", due(wait), reason);
            return 0;
        });
    }

    @Override
    public void requeued(Claim claim, String reason) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, ASSEMBLED, COLLECTING);
            Requeueing.of(c, claim, reason, clock.millis());
            batch.finish(DISSOLVED, "note = ?", reason);
            return 0;
        });
    }

    @Override
    public void damaged(Claim claim, String why) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, ASSEMBLED);
            Requeueing.of(c, claim, why, clock.millis());
            batch.finish(DISSOLVED, "note = ?", why);
            String subject = "batch " + claim.batch().id();
            return SqlEvents.insert(c, clock.millis(), EventKind.SPOOL_DAMAGED, subject, Events.CARAVAN, why);
        });
    }

    @Override
    public void doubt(Claim claim, String reason, Duration wait) {
        db.write(c -> {
            fence(c, claim, CREATING).finish(IN_DOUBT, "next_due = ?, polls = 0, note = ?", due(wait), reason);
            return 0;
        });
    }

    @Override
    public void inputGone(Claim claim, int tryNo) {
        db.write(c -> {
            fence(c, claim, IN_DOUBT);
            int rows = Db.update(
                    c,
                    "UPDATE try SET file_gone = 1 WHERE batch_id = ? AND no = ?",
                    claim.batch().id(),
                    tryNo);
            if (rows != 1) {
                throw new LedgerException("Batch " + claim.batch().id() + " has no try " + tryNo);
            }
            return 0;
        });
    }

    @Override
    public void revoked(Claim claim) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, IN_DOUBT);
            tries(c, claim).revoke();
            batch.again(claim.batch(), clock.millis());
            return 0;
        });
    }

    @Override
    public void progress(Claim claim, Progress progress, Duration wait) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, SUBMITTED);
            boolean same = progress.status().equals(claim.batch().providerStatus());
            batch.end(
                    "provider_status = ?, next_due = ?, polls = ?, note = ?",
                    progress.status(),
                    due(wait),
                    same ? claim.batch().polls() + 1 : 0,
                    progress.note());
            return 0;
        });
    }

    @Override
    public void ended(Claim claim, Progress progress, String results) {
        db.write(c -> {
            fence(c, claim, SUBMITTED)
                    .finish(
                            COLLECTING,
                            "provider_status = ?, results = ?, next_due = 0, polls = 0, note = ?",
                            progress.status(),
                            results,
                            progress.note());
            return 0;
        });
    }

    @Override
    public List<Try> tries(long batchId) {
        return db.read(c -> BatchReads.tries(c, batchId));
    }

    @Override
    public Set<String> witnesses(String credential, long beforeBatchId, Instant since) {
        return db.read(c -> new LinkedHashSet<>(
                Db.list(c, WITNESSES, r -> r.getString(1), credential, since.toEpochMilli(), beforeBatchId)));
    }

    @Override
    public Optional<Batch> find(long batchId) {
        return db.read(c -> BatchReads.find(c, batchId));
    }

    @Override
    public int pollNow(String credential, List<String> providerIds) {
        if (providerIds.isEmpty()) {
            return 0;
        }
        List<Object> values = new ArrayList<>(List.of(SUBMITTED.code(), credential));
        values.addAll(providerIds);
        String ids = "?,".repeat(providerIds.size() - 1) + "?";
        return db.write(c -> Db.update(
                c,
                "UPDATE batch SET next_due = 0 WHERE state < 7 AND state = ? AND credential = ? AND provider_id IN ("
                        + ids + ")",
                values.toArray()));
    }

    @Override
    public void requestCancel(long batchId) {
        db.write(c -> Db.update(c, "UPDATE batch SET cancel = 1, next_due = 0 WHERE id = ? AND state < 7", batchId));
    }

    private BatchFence fence(Connection c, Claim claim, BatchState... allowed) throws SQLException {
        return BatchFence.check(c, claim, owner.number(), allowed);
    }

    private static TryRows tries(Connection c, Claim claim) {
        return new TryRows(c, claim.batch().id());
    }

    private static void refuse(Connection c, Claim claim, Try attempt, String reason) throws SQLException {
        tries(c, claim).move(attempt.no(), TryState.REFUSED);
        Db.update(
                c,
                "UPDATE try SET reason = ? WHERE batch_id = ? AND no = ?",
                reason,
                claim.batch().id(),
                attempt.no());
    }

    private <T> T claim(Db.Work<T> work) {
        return forsaken.freeThen(c -> {
            Due.mendBatches(c, clock);
            return work.run(c);
        });
    }

    private long due(Duration wait) {
        return Due.in(wait, clock);
    }
}
