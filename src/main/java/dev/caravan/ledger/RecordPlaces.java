package dev.caravan.ledger;

import dev.caravan.ledger.OpenItems.Attempt;
import dev.caravan.ledger.OpenItems.Published;
import dev.caravan.ledger.OpenItems.Whereabouts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the bytes of one record lie: its input, the answer of every attempt, the value that sinks hold. */
final class RecordPlaces {
    private static final int MOST_ATTEMPTS = 50;
    private static final String ANSWER = "f.kind, f.path, f.bytes, f.sha256, f.try_no, a.res_file, a.res_pos, a.tok_in,"
            + " a.tok_cached, a.tok_out, a.tok_reason, a.cost_u";
    private static final String FILE = " LEFT JOIN result_file f ON f.batch_id = a.batch_id AND f.no = a.res_file";
    private static final String NEWEST = "SELECT a.attempt, coalesce(a.batch_id, 0), a.recipe_id, coalesce(a.code, ''),"
            + " coalesce((SELECT t.detail FROM todo t WHERE t.record_id = a.id), ''), " + ANSWER + " FROM record a"
            + FILE
            + " WHERE a.id = ? AND a.batch_id IS NOT NULL";

    private RecordPlaces() {}

    static Optional<Whereabouts> of(Connection c, long recordId) throws SQLException {
        if (Db.one(c, "SELECT 1 FROM record WHERE id = ?", r -> 1, recordId).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Whereabouts(
                SqlAssembly.inputOf(c, recordId), attempts(c, recordId), edit(c, recordId), published(c, recordId)));
    }

    /** Newest first. */
    static List<Attempt> attempts(Connection c, long recordId) throws SQLException {
        List<Attempt> attempts = new ArrayList<>(Db.list(c, NEWEST, RecordPlaces::attempt, recordId));
        attempts.addAll(Db.list(
                c,
                "SELECT a.attempt, a.batch_id, a.recipe_id, coalesce(a.code, ''), coalesce(a.why, ''), " + ANSWER
                        + " FROM attempt_past a" + FILE + " WHERE a.record_id = ? AND a.attempt <>"
                        + " (SELECT CASE WHEN r.res_file IS NULL THEN 0 ELSE r.attempt END FROM record r WHERE r.id = ?)"
                        + " ORDER BY a.attempt DESC LIMIT " + MOST_ATTEMPTS,
                RecordPlaces::attempt,
                recordId,
                recordId));
        return List.copyOf(attempts);
    }

    private static @Nullable Published published(Connection c, long recordId) throws SQLException {
        record Step(long id, int rev, int state) {}
        long at = recordId;
        while (true) {
            Optional<Step> step = Db.one(
                    c,
                    "SELECT p.id, p.rev, p.state FROM record r JOIN record p ON p.id = r.prev_id WHERE r.id = ?",
                    r -> new Step(r.getLong(1), r.getInt(2), r.getInt(3)),
                    at);
            if (step.isEmpty()) {
                return null;
            }
            at = step.get().id();
            if (step.get().state() == RecordState.PUBLISHED.code()) {
                int rev = step.get().rev();
                String edit = edit(c, at);
                return Db.one(c, NEWEST, RecordPlaces::attempt, at)
                        .map(answer -> new Published(step.get().id(), rev, edit, answer))
                        .orElse(null);
            }
        }
    }

    static @Nullable String edit(Connection c, long recordId) throws SQLException {
        return Db.one(
                        c,
                        "SELECT value FROM edit WHERE record_id = ? ORDER BY no DESC LIMIT 1",
                        r -> r.getString(1),
                        recordId)
                .orElse(null);
    }

    private static Attempt attempt(ResultSet r) throws SQLException {
        String path = r.getString(7);
        boolean there = path != null;
        return new Attempt(
                r.getInt(1),
                r.getLong(2),
                r.getInt(3),
                r.getString(4),
                r.getString(5),
                there
                        ? new Collection.ResultFile(
                                r.getString(6), r.getString(7), r.getLong(8), r.getString(9), r.getInt(10))
                        : null,
                there ? new Collection.ResultAt(r.getInt(11), r.getLong(12)) : null,
                new Collection.Usage(r.getInt(13), r.getInt(14), r.getInt(15), r.getInt(16), r.getLong(17)));
    }
}
