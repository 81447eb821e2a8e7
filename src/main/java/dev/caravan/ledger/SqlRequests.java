package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link Requests} in SQL. */
final class SqlRequests implements Requests {
    private static final String ASKED =
            "SELECT id, at, actor, kind, subject, value, answer, refused, done_at FROM request ";

    private final Db db;
    private final Clock clock;

    SqlRequests(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    static long insert(Connection c, long now, String actor, Wish wish) throws SQLException {
        return Db.number(
                c,
                "INSERT INTO request (at, actor, kind, subject, value) VALUES (?, ?, ?, ?, ?) RETURNING id",
                now,
                actor,
                wish.kind().code(),
                wish.about().name().toLowerCase(Locale.ROOT),
                wish.value());
    }

    @Override
    public List<Request> open(Set<Kind> kinds) {
        String codes = kinds.stream().map(kind -> String.valueOf(kind.code())).collect(Collectors.joining(","));
        return db.read(c -> Db.list(
                c,
                "SELECT id, at, actor, kind, subject, value FROM request WHERE done_at IS NULL AND kind IN (" + codes
                        + ") ORDER BY id",
                SqlRequests::request));
    }

    @Override
    public long ask(String actor, Wish wish) {
        return db.write(c -> insert(c, clock.millis(), actor, wish));
    }

    @Override
    public OnceKeys onceKeys() {
        return new SqlOnceKeys(db, clock);
    }

    @Override
    public Optional<Asked> find(long id) {
        return db.read(c -> Db.one(c, ASKED + "WHERE id = ?", SqlRequests::asked, id));
    }

    @Override
    public List<Asked> about(About about, String value, int limit) {
        return db.read(c -> Db.list(
                c,
                ASKED + "WHERE id > (SELECT max(id) FROM request) - 10000 AND subject = ? AND value = ?"
                        + " ORDER BY id DESC LIMIT ?",
                SqlRequests::asked,
                about.name().toLowerCase(Locale.ROOT),
                value,
                limit));
    }

    private static Asked asked(ResultSet r) throws SQLException {
        boolean done = r.getObject(9) != null;
        return new Asked(request(r), done ? new Answer(String.valueOf(r.getString(7)), r.getInt(8) == 1) : null);
    }

    @Override
    public void done(long id, Answer answer) {
        db.write(c -> answer(c, clock.millis(), id, answer));
    }

    /** For what answers in the transaction in which it is done. Returns false if somebody answered before. */
    static boolean answer(Connection c, long now, long id, Answer answer) throws SQLException {
        return Db.update(
                        c,
                        "UPDATE request SET done_at = ?, answer = ?, refused = ? WHERE id = ? AND done_at IS NULL",
                        now,
                        answer.text(),
                        answer.refused() ? 1 : 0,
                        id)
                == 1;
    }

    private static Request request(ResultSet r) throws SQLException {
        return new Request(
                r.getLong(1),
                Instant.ofEpochMilli(r.getLong(2)),
                r.getString(3),
                new Wish(kind(r.getInt(4)), About.valueOf(r.getString(5).toUpperCase(Locale.ROOT)), r.getString(6)));
    }

    private static Kind kind(int code) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.code() == code)
                .findFirst()
                .orElseThrow(() -> new LedgerException("The ledger holds a request of an unknown kind: " + code));
    }
}
