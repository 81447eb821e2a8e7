package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link Batches} on SQLite. openTry, uploaded, creating and inputGone keep the claim; every other write ends it. A claim of
 * an earlier process is void.
 */
final class SqliteBatches implements Batches {
    private static final String FREE = " AND owner <> ? AND next_due <= ? ";

    private final Db db;
    private final SqliteLedger.Owner owner;
    private final Clock clock;

    SqliteBatches(Db db, SqliteLedger.Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Optional<Claim> claimForSubmit() {
        return db.write(c -> {
            Optional<Long> id = Db.one(
                    c,
                    "SELECT id FROM batch WHERE state IN (2, 3, 4)" + FREE + "ORDER BY next_due, id LIMIT 1",
                    r -> r.getLong(1),
                    owner.number(),
                    clock.millis());
            if (id.isEmpty()) {
                return Optional.empty();
            }
            Db.update(
                    c,
                    "UPDATE batch SET state = ?, note = 'the process ended during the create' WHERE id = ? AND state = ?",
                    BatchState.IN_DOUBT.code(),
                    id.get(),
                    BatchState.CREATING.code());
            return Optional.of(take(c, id.get()));
        });
    }

    @Override
    public List<Claim> claimForPoll(int limit) {
        return db.write(c -> {
            Optional<String> credential = Db.one(
                    c,
                    "SELECT credential FROM batch WHERE state = 5" + FREE + "ORDER BY next_due LIMIT 1",
                    r -> r.getString(1),
                    owner.number(),
                    clock.millis());
            List<Claim> claims = new ArrayList<>();
            if (credential.isPresent()) {
                for (long id : Db.list(
                        c,
                        "SELECT id FROM batch WHERE state = 5" + FREE + "AND credential = ? ORDER BY next_due LIMIT ?",
                        r -> r.getLong(1),
                        owner.number(),
                        clock.millis(),
                        credential.get(),
                        limit)) {
                    claims.add(take(c, id));
                }
            }
            return claims;
        });
    }

    @Override
    public Optional<Claim> claimForCollect() {
        return db.write(c -> {
            Optional<Long> id = Db.one(
                    c,
                    "SELECT id FROM batch WHERE state = 6" + FREE + "ORDER BY next_due, id LIMIT 1",
                    r -> r.getLong(1),
                    owner.number(),
                    clock.millis());
            return id.isEmpty() ? Optional.<Claim>empty() : Optional.of(take(c, id.get()));
        });
    }

    @Override
    public void release(Claim claim, Duration wait, @Nullable String note) {
        db.write(c -> {
            guarded(c, claim, "owner = 0, next_due = ?, polls = polls + 1, note = ?", due(wait), note);
            return 0;
        });
    }

    @Override
    public Try openTry(Claim claim) {
        return db.write(c -> {
            expect(c, claim, BatchState.ASSEMBLED);
            long id = claim.batch().id();
            int no = (int) Db.number(c, "SELECT coalesce(max(no), 0) + 1 FROM try WHERE batch_id = ?", id);
            String token = owner.instance() + "-" + id + "-" + no;
            Db.update(
                    c,
                    "INSERT INTO try (batch_id, no, state, token) VALUES (?, ?, ?, ?)",
                    id,
                    no,
                    TryState.OPEN.code(),
                    token);
            return new Try(no, TryState.OPEN, token, null, false, null, null);
        });
    }

    @Override
    public void uploaded(Claim claim, Try attempt, String fileId, @Nullable String providerTime) {
        db.write(c -> {
            expect(c, claim, BatchState.ASSEMBLED);
            return Db.update(
                    c,
                    "UPDATE try SET state = ?, file_id = ?, provider_time = ? WHERE batch_id = ? AND no = ?",
                    TryState.UPLOADED.code(),
                    fileId,
                    providerTime,
                    claim.batch().id(),
                    attempt.no());
        });
    }

    @Override
    public void creating(Claim claim, Try attempt) {
        db.write(c -> {
            expect(c, claim, BatchState.ASSEMBLED);
            tryState(c, claim, attempt.no(), TryState.CREATING);
            guarded(c, claim, "state = ?", BatchState.CREATING.code());
            return 0;
        });
    }

    @Override
    public void accepted(Claim claim, int tryNo, String providerId, Duration firstPoll) {
        db.write(c -> {
            expect(c, claim, BatchState.CREATING, BatchState.IN_DOUBT);
            Db.update(
                    c,
                    "UPDATE try SET state = ?, provider_id = ? WHERE batch_id = ? AND no = ?",
                    TryState.ACCEPTED.code(),
                    providerId,
                    claim.batch().id(),
                    tryNo);
            guarded(
                    c,
                    claim,
                    "state = ?, provider_id = ?, owner = 0, next_due = ?, polls = 0, note = NULL, submitted_at = ?",
                    BatchState.SUBMITTED.code(),
                    providerId,
                    due(firstPoll),
                    clock.millis());
            return 0;
        });
    }

    @Override
    public void refused(Claim claim, Try attempt, String reason, Duration wait) {
        db.write(c -> {
            expect(c, claim, BatchState.CREATING);
            tryState(c, claim, attempt.no(), TryState.REFUSED);
            guarded(
                    c,
                    claim,
                    "state = ?, owner = 0, next_due = ?, note = ?",
                    BatchState.ASSEMBLED.code(),
                    due(wait),
                    reason);
            return 0;
        });
    }

    @Override
    public void refusedForGood(Claim claim, Try attempt, String code, String reason) {
        db.write(c -> {
            expect(c, claim, BatchState.CREATING);
            tryState(c, claim, attempt.no(), TryState.REFUSED);
            var counters = new DropCounters();
            for (Members.Run run : claim.batch().members().runs()) {
                refuse(c, claim.batch().id(), run, code, reason, counters);
            }
            counters.store(c);
            guarded(c, claim, "state = ?, owner = 0, note = ?", BatchState.DISSOLVED.code(), code + ": " + reason);
            return 0;
        });
    }

    @Override
    public void doubt(Claim claim, String reason, Duration wait) {
        db.write(c -> {
            expect(c, claim, BatchState.CREATING);
            guarded(
                    c,
                    claim,
                    "state = ?, owner = 0, next_due = ?, note = ?",
                    BatchState.IN_DOUBT.code(),
                    due(wait),
                    reason);
            return 0;
        });
    }

    @Override
    public void inputGone(Claim claim, int tryNo) {
        db.write(c -> {
            expect(c, claim, BatchState.IN_DOUBT);
            return Db.update(
                    c,
                    "UPDATE try SET file_gone = 1 WHERE batch_id = ? AND no = ?",
                    claim.batch().id(),
                    tryNo);
        });
    }

    @Override
    public void revoked(Claim claim) {
        db.write(c -> {
            expect(c, claim, BatchState.IN_DOUBT);
            long open = Db.number(
                    c,
                    "SELECT count(*) FROM try WHERE batch_id = ? AND state = ? AND file_gone = 0",
                    claim.batch().id(),
                    TryState.CREATING.code());
            if (open > 0) {
                throw new LedgerException("Batch " + claim.batch().id() + " still has " + open
                        + " inputs at the provider that are not known to be gone");
            }
            Db.update(
                    c,
                    "UPDATE try SET state = ? WHERE batch_id = ? AND state = ?",
                    TryState.REVOKED.code(),
                    claim.batch().id(),
                    TryState.CREATING.code());
            guarded(c, claim, "state = ?, owner = 0, next_due = 0, note = NULL", BatchState.ASSEMBLED.code());
            return 0;
        });
    }

    @Override
    public void progress(Claim claim, Progress progress, Duration wait) {
        db.write(c -> {
            expect(c, claim, BatchState.SUBMITTED);
            boolean same = progress.status().equals(claim.batch().providerStatus());
            guarded(
                    c,
                    claim,
                    "provider_status = ?, owner = 0, next_due = ?, polls = ?, note = ?",
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
            expect(c, claim, BatchState.SUBMITTED);
            guarded(
                    c,
                    claim,
                    "state = ?, provider_status = ?, results = ?, owner = 0, next_due = 0, polls = 0, note = ?",
                    BatchState.COLLECTING.code(),
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
    public Optional<String> witness(String credential, long beforeBatchId) {
        return db.read(c -> Db.one(
                c,
                "SELECT provider_id FROM batch WHERE credential = ? AND id < ? AND provider_id IS NOT NULL"
                        + " ORDER BY submitted_at DESC LIMIT 1",
                r -> r.getString(1),
                credential,
                beforeBatchId));
    }

    @Override
    public Optional<Batch> find(long batchId) {
        return db.read(c -> BatchReads.find(c, batchId));
    }

    @Override
    public void requestCancel(long batchId) {
        db.write(c -> Db.update(c, "UPDATE batch SET cancel = 1, next_due = 0 WHERE id = ? AND state < 7", batchId));
    }

    private static void refuse(
            Connection c, long batchId, Members.Run run, String code, String reason, DropCounters counters)
            throws SQLException {
        Object[] range = {run.firstId(), run.endId(), batchId};
        String members = " FROM record WHERE id >= ? AND id < ? AND batch_id = ? AND state = 2";
        Db.list(
                c,
                "SELECT drop_id, count(*)" + members + " GROUP BY drop_id",
                r -> {
                    counters.move(r.getLong(1), RecordState.SUBMITTED, RecordState.PROVIDER_ERROR, r.getLong(2));
                    return 0;
                },
                range);
        Db.update(
                c,
                "INSERT OR REPLACE INTO todo (record_id, task_id, kind, due, detail) SELECT id, task_id, "
                        + TodoKind.FAILED.code() + ", 0, ?" + members,
                reason,
                run.firstId(),
                run.endId(),
                batchId);
        Db.update(
                c,
                "UPDATE record SET state = 5, code = ? WHERE id >= ? AND id < ? AND batch_id = ? AND state = 2",
                code,
                run.firstId(),
                run.endId(),
                batchId);
    }

    private Claim take(Connection c, long id) throws SQLException {
        Db.update(c, "UPDATE batch SET owner = ?, fence = fence + 1 WHERE id = ?", owner.number(), id);
        long fence = Db.number(c, "SELECT fence FROM batch WHERE id = ?", id);
        return new Claim(BatchReads.find(c, id).orElseThrow(), fence);
    }

    private long due(Duration wait) {
        return clock.millis() + wait.toMillis();
    }

    private static void tryState(Connection c, Claim claim, int no, TryState state) throws SQLException {
        Db.update(
                c,
                "UPDATE try SET state = ? WHERE batch_id = ? AND no = ?",
                state.code(),
                claim.batch().id(),
                no);
    }

    private static void guarded(Connection c, Claim claim, String set, @Nullable Object... values) throws SQLException {
        var all = new ArrayList<@Nullable Object>(java.util.Arrays.asList(values));
        all.add(claim.batch().id());
        all.add(claim.fence());
        int rows = Db.update(c, "UPDATE batch SET " + set + " WHERE id = ? AND fence = ?", all.toArray());
        if (rows == 0) {
            throw new StaleFenceException("Batch " + claim.batch().id());
        }
    }

    static void expect(Connection c, Claim claim, BatchState... states) throws SQLException {
        Optional<Integer> state = Db.one(
                c,
                "SELECT state FROM batch WHERE id = ? AND fence = ?",
                r -> r.getInt(1),
                claim.batch().id(),
                claim.fence());
        if (state.isEmpty()) {
            throw new StaleFenceException("Batch " + claim.batch().id());
        }
        BatchState now = LegalMoves.batchState(state.get());
        if (!List.of(states).contains(now)) {
            throw new LedgerException(
                    "Batch " + claim.batch().id() + " is " + now + "; this step needs " + List.of(states));
        }
    }
}
