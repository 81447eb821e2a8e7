package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Pauses} in SQL. */
final class SqlPauses implements Pauses {
    private static final String PAUSES =
            "SELECT p.id, p.kind, p.name, p.silent, p.why, p.until, p.at, p.actor, coalesce(t.id, 0), p.ended_at"
                    + " FROM pause p LEFT JOIN task t ON p.kind = 4 AND t.name = p.name WHERE ";
    private static final String IN_FORCE = "ended_at IS NULL";

    private final Db db;
    private final Clock clock;
    private volatile Seen seen = new Seen(Long.MIN_VALUE, List.of());

    private record Seen(long at, List<Pause> pauses) {}

    SqlPauses(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Pause> inForce() {
        long now = clock.millis();
        Seen known = seen;
        // Compared both ways: a clock that was set back must not keep an old answer for hours.
        if (known.at == Long.MIN_VALUE || Math.abs(now - known.at) >= FRESH.toMillis()) {
            known = new Seen(
                    now, db.read(c -> Db.list(c, PAUSES + "p." + IN_FORCE + " ORDER BY p.id", SqlPauses::row)));
            seen = known;
        }
        Instant at = Instant.ofEpochMilli(now);
        return known.pauses.isEmpty()
                ? List.of()
                : known.pauses.stream().filter(one -> !one.isOver(at)).toList();
    }

    /** Within a read of somebody else. */
    static List<Pause> inForce(Connection c, Instant now) throws SQLException {
        return Db.list(c, PAUSES + "p." + IN_FORCE + " ORDER BY p.id", SqlPauses::row).stream()
                .filter(one -> !one.isOver(now))
                .toList();
    }

    @Override
    public List<Pause> since(Instant from) {
        return db.read(c -> Db.list(
                c, PAUSES + "p." + IN_FORCE + " OR p.ended_at > ? ORDER BY p.id", SqlPauses::row, from.toEpochMilli()));
    }

    @Override
    public Paused pause(What what, Terms terms, String actor) {
        Paused paused = db.write(c -> {
            end(c, what);
            Optional<Pause> before = find(c, what);
            if (before.isPresent() && isSame(before.get().terms(), terms)) {
                return new Paused(before.get(), Came.SAME);
            }
            Instant until = terms.until();
            Db.update(
                    c,
                    "INSERT INTO pause (kind, name, silent, at, actor, why, until) VALUES (?, ?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (kind, name) WHERE ended_at IS NULL DO UPDATE SET"
                            + " silent = excluded.silent, actor = excluded.actor, why = excluded.why, until = excluded.until",
                    what.kind().code(),
                    what.name(),
                    terms.silent() ? 1 : 0,
                    clock.millis(),
                    actor,
                    terms.why(),
                    until == null ? null : until.toEpochMilli());
            String body = (terms.silent() ? "Nothing goes out, and nobody is asked" : "Nothing new goes out")
                    + (until == null ? " until somebody resumes it" : " until " + until)
                    + (terms.why().isEmpty() ? "" : ": " + terms.why());
            SqlEvents.insert(c, clock.millis(), EventKind.PAUSED, what.toString(), actor, body);
            return new Paused(find(c, what).orElseThrow(), before.isPresent() ? Came.CHANGED : Came.BEGUN);
        });
        forget();
        return paused;
    }

    /** A time that differs by less than a minute is the same wish, sent again: "for two hours" is counted from now each time. */
    private static boolean isSame(Terms one, Terms other) {
        Instant a = one.until();
        Instant b = other.until();
        boolean sameEnd = a == null || b == null ? a == b : Math.abs(a.toEpochMilli() - b.toEpochMilli()) < 60_000;
        return one.silent() == other.silent() && sameEnd;
    }

    @Override
    public Optional<Pause> resume(What what, String actor, String why) {
        Optional<Pause> resumed = db.write(c -> {
            end(c, what);
            Optional<Pause> before = find(c, what);
            if (before.isPresent()) {
                ended(c, before.get(), clock.millis(), actor, why);
            }
            return before;
        });
        forget();
        return resumed;
    }

    @Override
    public List<Pause> endOver() {
        Instant now = clock.instant();
        boolean any = seen.pauses.stream().anyMatch(one -> one.isOver(now));
        if (!any) {
            return List.of();
        }
        List<Pause> over = db.write(c -> endOver(c, null));
        forget();
        return over;
    }

    /** One whose time is over has ended then, also if nobody has written so yet. */
    private void end(Connection c, What what) throws SQLException {
        endOver(c, what);
    }

    private List<Pause> endOver(Connection c, @Nullable What only) throws SQLException {
        List<Pause> ended = new ArrayList<>();
        for (Pause pause : Db.list(
                c, PAUSES + "p." + IN_FORCE + " AND p.until <= ? ORDER BY p.id", SqlPauses::row, clock.millis())) {
            Instant until = pause.terms().until();
            if (until != null
                    && (only == null || only.equals(pause.what()))
                    && ended(c, pause, until.toEpochMilli(), Events.CARAVAN, "Its time is over")) {
                ended.add(pause);
            }
        }
        return ended;
    }

    private boolean ended(Connection c, Pause pause, long at, String actor, String why) throws SQLException {
        int rows = Db.update(c, "UPDATE pause SET ended_at = ? WHERE id = ? AND " + IN_FORCE, at, pause.id());
        if (rows == 1) {
            String body = "It was paused at " + pause.at() + " by " + pause.actor() + (why.isEmpty() ? "" : ". " + why);
            SqlEvents.insert(c, clock.millis(), EventKind.RESUMED, pause.what().toString(), actor, body);
        }
        return rows == 1;
    }

    private static Optional<Pause> find(Connection c, What what) throws SQLException {
        return Db.one(
                c,
                PAUSES + "p." + IN_FORCE + " AND p.kind = ? AND p.name = ?",
                SqlPauses::row,
                what.kind().code(),
                what.name());
    }

    private void forget() {
        seen = new Seen(Long.MIN_VALUE, List.of());
    }

    private static Pause row(ResultSet r) throws SQLException {
        return new Pause(
                r.getLong(1),
                new What(kind(r.getInt(2)), r.getString(3)),
                new Terms(r.getInt(4) == 1, r.getString(5), instant(r, 6)),
                Instant.ofEpochMilli(r.getLong(7)),
                r.getString(8),
                r.getInt(9),
                instant(r, 10));
    }

    private static @Nullable Instant instant(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static Kind kind(int code) {
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new LedgerException("The ledger holds a pause of an unknown kind: " + code);
    }
}
