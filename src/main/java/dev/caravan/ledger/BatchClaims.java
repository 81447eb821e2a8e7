package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hands out batches: due ones that no living worker has. A claim of an earlier process is void. */
final class BatchClaims {
    /** {@code state < 7} is what the index of open batches says; SQLite uses it only for the very same words. */
    private static final String FREE = " AND state < 7 AND owner <> ? AND next_due <= ? ";

    private final SqliteLedger.Owner owner;
    private final Clock clock;

    BatchClaims(SqliteLedger.Owner owner, Clock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    /** Not one that was cancelled before it was sent. One left creating by whoever is dead is in doubt from now on: its create may have been sent (rule 4). */
    Optional<Batches.Claim> forSubmit(Connection c) throws SQLException {
        Optional<Long> id = first(c, "state IN (2, 3, 4) AND (state > 2 OR cancel + recut + moved_to = 0)");
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
    }

    List<Batches.Claim> forPoll(Connection c, int limit) throws SQLException {
        Optional<String> credential = Db.one(
                c,
                "SELECT credential FROM batch WHERE state = 5" + FREE + "ORDER BY next_due, id LIMIT 1",
                r -> r.getString(1),
                owner.number(),
                clock.millis());
        List<Batches.Claim> claims = new ArrayList<>();
        if (credential.isPresent()) {
            for (long id : Db.list(
                    c,
                    "SELECT id FROM batch WHERE state = 5" + FREE + "AND credential = ? ORDER BY next_due, id LIMIT ?",
                    r -> r.getLong(1),
                    owner.number(),
                    clock.millis(),
                    credential.get(),
                    limit)) {
                claims.add(take(c, id));
            }
        }
        return claims;
    }

    Optional<Batches.Claim> forCollect(Connection c) throws SQLException {
        Optional<Long> id = first(c, "state = 6");
        return id.isEmpty() ? Optional.empty() : Optional.of(take(c, id.get()));
    }

    private Optional<Long> first(Connection c, String states) throws SQLException {
        return Db.one(
                c,
                "SELECT id FROM batch WHERE " + states + FREE + "ORDER BY next_due, id LIMIT 1",
                r -> r.getLong(1),
                owner.number(),
                clock.millis());
    }

    Batches.Claim take(Connection c, long id) throws SQLException {
        Db.update(c, "UPDATE batch SET owner = ?, fence = fence + 1 WHERE id = ?", owner.number(), id);
        long fence = Db.number(c, "SELECT fence FROM batch WHERE id = ?", id);
        return new Batches.Claim(BatchReads.find(c, id).orElseThrow(), fence);
    }
}
