package dev.caravan.ledger;

import static dev.caravan.ledger.TwinState.COLLECTED;
import static dev.caravan.ledger.TwinState.ENDED;
import static dev.caravan.ledger.TwinState.HOME;
import static dev.caravan.ledger.TwinState.RUNNING;

import dev.caravan.ledger.Collection.Moved;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@link Twins} in SQL. */
final class SqlTwins implements Twins {
    static final String DUE = "SELECT t.batch_id, t.no FROM twin t CROSS JOIN batch b ON b.id = t.batch_id"
            + " WHERE t.state < 4 AND t.owner" + NodeRows.NOBODY
            + "AND t.next_due <= ? AND (t.state < 3 OR b.state >= 7)"
            + " ORDER BY t.next_due, t.batch_id, t.no LIMIT 1";
    private static final String CLAIM = "SELECT w.provider_id, t.state, t.results, t.polls, t.fence FROM twin t"
            + " CROSS JOIN try w ON w.batch_id = t.batch_id AND w.no = t.no WHERE t.batch_id = ? AND t.no = ?";
    static final String BY_INPUT = "SELECT t.batch_id, t.no FROM try t CROSS JOIN batch b ON b.id = t.batch_id"
            + " WHERE t.file_id = ? AND b.credential = ? ORDER BY t.no LIMIT 1";
    /** The newest try of the batch that had this attempt. */
    private static final String BY_RECORD = "SELECT t.batch_id, t.no FROM (SELECT batch_id FROM record"
            + " WHERE id = ? AND attempt = ? AND batch_id IS NOT NULL UNION SELECT batch_id FROM attempt_past"
            + " WHERE record_id = ? AND attempt = ?) b CROSS JOIN try t ON t.batch_id = b.batch_id"
            + " WHERE t.state > 2 ORDER BY t.no DESC LIMIT 1";

    private final Db db;
    private final Owner owner;
    private final Clock clock;

    SqlTwins(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public void adopted(Batches.Claim claim, List<Found> found, Duration firstPoll) {
        db.write(c -> {
            BatchFence batch = BatchFence.check(c, claim, owner.number(), BatchState.CREATING, BatchState.IN_DOUBT);
            Found kept = found.get(0);
            Acceptance.of(c, claim, batch, kept.tryNo(), kept.providerId(), clock.millis(), firstPoll);
            Acceptance.found(c, claim, kept.tryNo());
            for (Found twin : found.subList(1, found.size())) {
                new TwinRows(c, clock.millis()).add(twin);
            }
            return 0;
        });
    }

    @Override
    public Attached attach(String credential, Found found) {
        return db.write(c -> new TwinRows(c, clock.millis()).attach(credential, found));
    }

    @Override
    public Optional<Origin> origin(String credential, @Nullable String token, @Nullable String fileId) {
        Optional<Origin> byToken = Tokens.parse(owner.instance(), token);
        if (byToken.isPresent() || fileId == null || fileId.isEmpty()) {
            return byToken;
        }
        return db.read(c -> Db.one(c, BY_INPUT, r -> new Origin(r.getLong(1), r.getInt(2)), fileId, credential));
    }

    @Override
    public Optional<Origin> origin(long recordId, int attempt) {
        return db.read(c ->
                Db.one(c, BY_RECORD, r -> new Origin(r.getLong(1), r.getInt(2)), recordId, attempt, recordId, attempt));
    }

    @Override
    public Optional<Claim> claim() {
        return db.write(c -> {
            Optional<Origin> due = Db.one(c, DUE, r -> new Origin(r.getLong(1), r.getInt(2)), clock.millis());
            return due.isEmpty() ? Optional.empty() : Optional.of(take(c, due.get()));
        });
    }

    private Claim take(Connection c, Origin twin) throws SQLException {
        Db.update(
                c,
                "UPDATE twin SET owner = ?, fence = fence + 1 WHERE batch_id = ? AND no = ?",
                owner.number(),
                twin.batchId(),
                twin.tryNo());
        Batches.Batch batch = BatchReads.find(c, twin.batchId()).orElseThrow();
        return Db.one(
                        c,
                        CLAIM,
                        r -> new Claim(
                                batch,
                                twin.tryNo(),
                                r.getString(1),
                                Codes.twinState(r.getInt(2)),
                                r.getString(3),
                                r.getInt(4),
                                r.getLong(5)),
                        twin.batchId(),
                        twin.tryNo())
                .orElseThrow();
    }

    @Override
    public void release(Claim claim, Duration wait, @Nullable String note) {
        long due = clock.millis() + wait.toMillis();
        db.write(c -> {
            check(c, claim);
            return end(c, claim, "next_due = ?, polls = polls + 1, note = ?", due, note);
        });
    }

    @Override
    public void ended(Claim claim, String results) {
        db.write(c -> {
            check(c, claim, RUNNING);
            return end(c, claim, "state = ?, results = ?, next_due = 0, polls = 0", ENDED.code(), results);
        });
    }

    @Override
    public void accepted(Claim claim, ResultFile file) {
        db.write(c -> {
            check(c, claim, ENDED);
            ResultFiles.add(c, claim.batch().id(), file);
            return 0;
        });
    }

    @Override
    public void home(Claim claim) {
        db.write(c -> {
            check(c, claim, ENDED);
            return end(c, claim, "state = ?, next_due = 0, polls = 0", HOME.code());
        });
    }

    @Override
    public Moved apply(Claim claim, List<Outcome> outcomes) {
        List<Outcome> sorted = outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::recordId))
                .toList();
        return db.write(c -> {
            check(c, claim, HOME);
            return OutcomeMover.late(c, claim.batch().id()).apply(sorted);
        });
    }

    @Override
    public long collected(Claim claim) {
        return db.write(c -> {
            check(c, claim, HOME);
            long batch = claim.batch().id();
            long cost = Db.number(
                    c,
                    "SELECT coalesce(sum(s.cost_u), 0) FROM result_file f CROSS JOIN surplus s"
                            + " ON s.batch_id = f.batch_id AND s.res_file = f.no WHERE f.batch_id = ? AND f.try_no = ?",
                    batch,
                    claim.tryNo());
            if (cost > 0) {
                Overspend.raise(c, clock.millis(), batch, cost, "by its twin " + claim.providerId());
            }
            end(c, claim, "state = ?, next_due = ?", COLLECTED.code(), clock.millis());
            SqlErasures.again(c, batch);
            return cost;
        });
    }

    @Override
    public void gone(Claim claim, String why) {
        db.write(c -> {
            check(c, claim, RUNNING, ENDED);
            return end(c, claim, "state = ?, note = ?, next_due = ?", TwinState.GONE.code(), why, clock.millis());
        });
    }

    @Override
    public Set<Integer> join(Batches.Claim batch) {
        return db.write(c -> {
            BatchFence.check(c, batch, owner.number(), BatchState.COLLECTING);
            long id = batch.batch().id();
            Db.update(
                    c, "UPDATE twin SET state = ? WHERE batch_id = ? AND state = ?", COLLECTED.code(), id, HOME.code());
            return new TreeSet<>(Db.list(
                    c,
                    "SELECT no FROM try WHERE batch_id = ? AND no NOT IN (SELECT no FROM twin WHERE batch_id = ?"
                            + " AND state <> ?)",
                    r -> r.getInt(1),
                    id,
                    id,
                    COLLECTED.code()));
        });
    }

    @Override
    public List<Twin> of(long batchId) {
        return db.read(c -> Db.list(
                c,
                "SELECT t.no, w.provider_id, t.state FROM twin t CROSS JOIN try w ON w.batch_id = t.batch_id"
                        + " AND w.no = t.no WHERE t.batch_id = ? ORDER BY t.no",
                r -> new Twin(r.getInt(1), r.getString(2), Codes.twinState(r.getInt(3))),
                batchId));
    }

    private void check(Connection c, Claim claim, TwinState... allowed) throws SQLException {
        String name = "Twin " + claim.tryNo() + " of batch " + claim.batch().id();
        TwinState state = Db.one(
                        c,
                        "SELECT state FROM twin WHERE batch_id = ? AND no = ? AND fence = ? AND owner = ?" + Db.LOCK,
                        r -> Codes.twinState(r.getInt(1)),
                        claim.batch().id(),
                        claim.tryNo(),
                        claim.fence(),
                        owner.number())
                .orElseThrow(() -> new StaleFenceException(name));
        if (allowed.length > 0 && !List.of(allowed).contains(state)) {
            throw new LedgerException(name + " is " + state + "; this step needs " + Arrays.toString(allowed));
        }
    }

    private static int end(Connection c, Claim claim, String set, @Nullable Object... values) throws SQLException {
        var all = new java.util.ArrayList<@Nullable Object>(Arrays.asList(values));
        all.add(claim.batch().id());
        all.add(claim.tryNo());
        return Db.update(c, "UPDATE twin SET owner = 0, " + set + " WHERE batch_id = ? AND no = ?", all.toArray());
    }
}
