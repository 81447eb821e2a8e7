package dev.caravan.ledger;

import dev.caravan.ledger.Batches.Except;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Hands out batches: due ones that no living worker has. A claim of a dead node is void. */
final class BatchClaims {
    /** {@code state < 7} is what the index of open batches says; SQLite uses it only for the very same words. */
    private static final String FREE = " AND state < 7 AND owner" + NodeRows.NOBODY + "AND next_due <= ?"
            + " AND credential NOT IN (SELECT value FROM json_each(?))"
            + " AND CAST(task_id AS TEXT) NOT IN (SELECT value FROM json_each(?))"
            + " AND CAST(recipe_id AS TEXT) NOT IN (SELECT value FROM json_each(?)) ";

    private static final String OLDEST = "next_due, id";
    private static final String LEAST_LEFT = "n_sent - n_ok - n_invalid - n_error - n_missing - n_notrun, " + OLDEST;

    private final Owner owner;
    private final Clock clock;
    private volatile boolean smallest;

    BatchClaims(Owner owner, Clock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Doubts first: they may hold up room that others wait for. One left creating by whoever is dead is in doubt from now on:
     * its create may have been sent (rule 4). Not one that was cancelled before it was sent.
     */
    Optional<Batches.Claim> forSubmit(Connection c, Except doubts, Except sending) throws SQLException {
        Optional<Long> doubt = first(c, "state IN (3, 4)", OLDEST, doubts);
        Optional<Long> id = doubt.isPresent() ? doubt : admitted(c, sending);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Db.update(
                c,
                "UPDATE batch SET state = ?, polls = 0, note = 'the process ended during the create' WHERE id = ? AND state = ?",
                BatchState.IN_DOUBT.code(),
                id.get(),
                BatchState.CREATING.code());
        return Optional.of(take(c, id.get()));
    }

    /** The oldest that its account has room for. */
    Optional<Long> admitted(Connection c, Except except) throws SQLException {
        Admission admission = Admission.of(c, clock.millis());
        try (PreparedStatement statement = c.prepareStatement(
                Admission.Turn.BATCH + "WHERE state = 2 AND cancel + recut + moved_to = 0" + FREE + "ORDER BY id")) {
            Db.bind(statement, free(except));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    var turn = Admission.Turn.of(rows);
                    if (admission.admits(turn)) {
                        return Optional.of(turn.id());
                    }
                }
            }
        }
        return Optional.empty();
    }

    List<Batches.Claim> doubts(Connection c, String credential, int limit) throws SQLException {
        List<Batches.Claim> claims = new ArrayList<>();
        for (long id : Db.list(
                c,
                "SELECT id FROM batch b WHERE state = 4" + FREE
                        + "AND credential = ? AND NOT EXISTS (SELECT 1 FROM try t"
                        + " WHERE t.batch_id = b.id AND t.state = 3 AND t.revocable = 0) ORDER BY next_due, id LIMIT ?",
                r -> r.getLong(1),
                free(Except.NONE, credential, limit))) {
            claims.add(take(c, id));
        }
        return claims;
    }

    List<Batches.Claim> forPoll(Connection c, int limit, Except except) throws SQLException {
        Optional<String> credential = Db.one(
                c,
                "SELECT credential FROM batch WHERE state = 5" + FREE + "ORDER BY next_due, id LIMIT 1",
                r -> r.getString(1),
                free(except));
        List<Batches.Claim> claims = new ArrayList<>();
        if (credential.isPresent()) {
            for (long id : Db.list(
                    c,
                    "SELECT id FROM batch WHERE state = 5" + FREE + "AND credential = ? ORDER BY next_due, id LIMIT ?"
                            + Db.FREE,
                    r -> r.getLong(1),
                    free(except, credential.get(), limit))) {
                claims.add(take(c, id));
            }
        }
        return claims;
    }

    Optional<Batches.Claim> forCollect(Connection c, Except except) throws SQLException {
        Optional<Long> id = first(c, "state = 6", smallest ? LEAST_LEFT : OLDEST, except);
        smallest = !smallest;
        if (id.isEmpty()) {
            id = toMend(c, except);
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(take(c, id.get()));
    }

    /** Collected, and a file of it was damaged before its answers were published. */
    private Optional<Long> toMend(Connection c, Except except) throws SQLException {
        return Db.one(
                c,
                "SELECT b.id FROM result_file f CROSS JOIN batch b ON b.id = f.batch_id WHERE f.withdrawn = 1"
                        + " AND b.state = 7 AND b.owner" + NodeRows.NOBODY + "AND (b.next_due <= ? OR b.next_due > ?)"
                        + " AND b.credential NOT IN (SELECT value FROM json_each(?))"
                        + " AND CAST(b.task_id AS TEXT) NOT IN (SELECT value FROM json_each(?))"
                        + " AND CAST(b.recipe_id AS TEXT) NOT IN (SELECT value FROM json_each(?))"
                        + " ORDER BY b.next_due, b.id LIMIT 1",
                r -> r.getLong(1),
                clock.millis(),
                Due.unbelievable(clock),
                list(except.credentials()),
                list(except.tasks()),
                list(except.recipes()));
    }

    /** All of these, in this order. */
    List<Batches.Claim> take(Connection c, List<Long> ids) throws SQLException {
        List<Batches.Claim> taken = new ArrayList<>();
        for (long id : ids) {
            taken.add(take(c, id));
        }
        return taken;
    }

    /** Ends a claim of this process that nobody holds any more. */
    void free(Connection c, Batches.Claim claim) throws SQLException {
        Db.update(
                c,
                "UPDATE batch SET owner = 0 WHERE id = ? AND fence = ? AND owner = ?",
                claim.batch().id(),
                claim.fence(),
                owner.number());
    }

    private Optional<Long> first(Connection c, String states, String order, Except except) throws SQLException {
        return Db.one(
                c,
                "SELECT id FROM batch WHERE " + states + FREE + "ORDER BY " + order + " LIMIT 1" + Db.FREE,
                r -> r.getLong(1),
                free(except));
    }

    /** What {@link #FREE} asks for, and what follows it. */
    private Object[] free(Except except, Object... more) {
        List<Object> values = new ArrayList<>(
                List.of(clock.millis(), list(except.credentials()), list(except.tasks()), list(except.recipes())));
        values.addAll(List.of(more));
        return values.toArray();
    }

    /** Names of credentials have no character that JSON would escape. */
    static String list(Set<?> values) {
        return values.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    Batches.Claim take(Connection c, long id) throws SQLException {
        Db.update(c, "UPDATE batch SET owner = ?, fence = fence + 1 WHERE id = ?", owner.number(), id);
        long fence = Db.number(c, "SELECT fence FROM batch WHERE id = ?", id);
        return new Batches.Claim(BatchReads.find(c, id).orElseThrow(), fence);
    }
}
