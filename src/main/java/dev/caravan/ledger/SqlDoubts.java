package dev.caravan.ledger;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.COLLECTING;
import static dev.caravan.ledger.BatchState.CREATING;
import static dev.caravan.ledger.BatchState.IN_DOUBT;
import static dev.caravan.ledger.BatchState.SUBMITTED;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Batches.Try;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Doubts} in SQL. */
final class SqlDoubts implements Doubts {
    static final String SIZES = "SELECT coalesce(lines, n_sent) FROM batch WHERE credential = ? AND assembled_at >= ?"
            + " UNION SELECT coalesce(lines, n_sent) FROM batch WHERE state < 7 AND state > 1 AND credential = ?";
    static final String OURS = "SELECT 1 FROM try t CROSS JOIN batch b ON b.id = t.batch_id"
            + " WHERE t.provider_id = ? AND b.credential = ? LIMIT 1";
    static final String LAST = "SELECT id FROM batch WHERE credential = ? AND assembled_at IS NOT NULL"
            + " ORDER BY assembled_at DESC LIMIT 1";

    private final Db db;
    private final Owner owner;
    private final Clock clock;

    SqlDoubts(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public void ready(Claim claim, Try attempt, @Nullable String providerTime) {
        db.write(c -> {
            fence(c, claim, ASSEMBLED);
            return set(c, claim, attempt.no(), "provider_time = ?", providerTime);
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
                set(c, claim, attempt.no(), "revocable = ?", 0);
                batch.move(CREATING);
            }
            return unwanted;
        });
        Unwanted.stop(givenUp);
    }

    @Override
    public boolean maySend(Claim claim, Try attempt) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT 1 FROM batch b CROSS JOIN try t ON t.batch_id = b.id AND t.no = ? AND t.state = ?"
                                + " WHERE b.id = ? AND b.fence = ? AND b.owner = ? AND b.state = ?"
                                + " AND EXISTS (SELECT 1 FROM node m WHERE m.id = b.owner AND m.dead = 0)",
                        r -> true,
                        attempt.no(),
                        TryState.CREATING.code(),
                        claim.batch().id(),
                        claim.fence(),
                        owner.number(),
                        CREATING.code())
                .isPresent());
    }

    @Override
    public Set<Integer> sizes(String credential, Instant since) {
        return db.read(
                c -> new HashSet<>(Db.list(c, SIZES, r -> r.getInt(1), credential, since.toEpochMilli(), credential)));
    }

    @Override
    public boolean isOurs(String credential, String providerId) {
        return db.read(c -> Db.one(c, OURS, r -> true, providerId, credential).isPresent());
    }

    @Override
    public boolean hasRival(Claim claim) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT 1 FROM batch WHERE state < 7 AND state IN (3, 4) AND credential = ?"
                                + " AND coalesce(lines, n_sent) = ? AND id <> ? LIMIT 1",
                        r -> true,
                        claim.batch().credential(),
                        claim.batch().lines(),
                        claim.batch().id())
                .isPresent());
    }

    @Override
    public Optional<Batches.Batch> lastSent(String credential) {
        return db.read(c -> {
            Optional<Long> id = Db.one(c, LAST, r -> r.getLong(1), credential);
            return id.isEmpty() ? Optional.empty() : BatchReads.find(c, id.get());
        });
    }

    @Override
    public Optional<Instant> oldestOpen(String credential) {
        return db.read(c -> Db.one(
                c,
                "SELECT submitted_at FROM batch WHERE state < 7 AND credential = ? AND submitted_at IS NOT NULL"
                        + " ORDER BY submitted_at LIMIT 1",
                r -> Instant.ofEpochMilli(r.getLong(1)),
                credential));
    }

    @Override
    public boolean isAdopted(long batchId) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT 1 FROM batch b CROSS JOIN try t ON t.batch_id = b.id AND t.provider_id = b.provider_id"
                                + " WHERE b.id = ? AND t.adopted = 1 LIMIT 1",
                        r -> true,
                        batchId)
                .isPresent());
    }

    @Override
    public void adopted(Claim claim, int tryNo, String providerId, Duration firstPoll) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, IN_DOUBT);
            Acceptance.of(c, claim, batch, tryNo, providerId, clock.millis(), firstPoll);
            return set(c, claim, tryNo, "verified = ?", 0);
        });
    }

    @Override
    public void verified(Claim claim) {
        db.write(c -> {
            fence(c, claim, COLLECTING);
            return Db.update(
                    c,
                    "UPDATE try SET verified = 1 WHERE batch_id = ?",
                    claim.batch().id());
        });
    }

    @Override
    public void unseen(Claim claim) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, IN_DOUBT);
            tries(c, claim).giveUp();
            batch.again(claim.batch(), clock.millis());
            return 0;
        });
    }

    @Override
    public void lost(Claim claim, String code, String reason) {
        db.write(c -> {
            BatchFence batch = fence(c, claim, IN_DOUBT, SUBMITTED, COLLECTING);
            new Dissolution(c, claim.batch().id()).hold(claim.batch().members(), code, reason);
            batch.finish(BatchState.LOST, "note = ?", code + ": " + reason);
            return 0;
        });
    }

    private BatchFence fence(Connection c, Claim claim, BatchState... allowed) throws SQLException {
        return BatchFence.check(c, claim, owner.number(), allowed);
    }

    private static TryRows tries(Connection c, Claim claim) {
        return new TryRows(c, claim.batch().id());
    }

    private static int set(Connection c, Claim claim, int tryNo, String set, @Nullable Object value)
            throws SQLException {
        return Db.update(
                c,
                "UPDATE try SET " + set + " WHERE batch_id = ? AND no = ?",
                value,
                claim.batch().id(),
                tryNo);
    }
}
