package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Reloads} in SQL. */
final class SqlReloads implements Reloads {
    private static final int KEPT = 1000;
    private static final Duration TURN = Duration.ofMinutes(1);
    private static final String WISH = "SELECT id, at, actor, why FROM reload ";

    private final Db db;
    private final Duties duties;
    private final Clock clock;

    SqlReloads(Db db, Duties duties, Clock clock) {
        this.db = db;
        this.duties = duties;
        this.clock = clock;
    }

    @Override
    public long ask(String actor, String why, String process) {
        return ask(db, clock, actor, why, process);
    }

    /** Also for those who own nothing of the ledger. */
    static long ask(Db db, Clock clock, String actor, String why, String process) {
        return db.write(c -> {
            long id = Db.number(
                    c,
                    "INSERT INTO reload (at, actor, why, process) VALUES (?, ?, ?, ?) RETURNING id",
                    clock.millis(),
                    actor,
                    why,
                    process);
            Db.update(c, "DELETE FROM reload_turn WHERE reload_id <= ?", id - KEPT);
            Db.update(c, "DELETE FROM reload WHERE id <= ?", id - KEPT);
            return id;
        });
    }

    @Override
    public Optional<Wish> due(String process, Instant since) {
        return db.read(c -> Db.one(
                c,
                WISH + "WHERE id > coalesce((SELECT max(reload_id) FROM reload_turn WHERE process = ?), 0)"
                        + " AND process IN ('', ?) AND at >= ? ORDER BY id DESC LIMIT 1",
                SqlReloads::wish,
                process,
                process,
                since.toEpochMilli()));
    }

    @Override
    public boolean begin(long reload, String process, String name) {
        boolean[] mine = {false};
        // The row alone would let in two that look at the same time.
        duties.alone(
                "reload turn",
                () -> mine[0] = db.write(c -> Db.update(
                                c,
                                "INSERT INTO reload_turn (reload_id, process, name, began_at) SELECT ?, ?, ?, ? WHERE NOT EXISTS"
                                        + " (SELECT 1 FROM reload_turn WHERE ended_at IS NULL AND process <> ? AND began_at > ?)"
                                        + " ON CONFLICT (reload_id, process) DO NOTHING",
                                reload,
                                process,
                                name,
                                clock.millis(),
                                process,
                                clock.instant().minus(TURN).toEpochMilli())
                        == 1));
        return mine[0];
    }

    @Override
    public void end(long reload, String process, Outcome outcome, Duration down, String said) {
        db.write(c -> {
            int ended = Db.update(
                    c,
                    "UPDATE reload_turn SET ended_at = ?, outcome = ?, down = ?, said = ? WHERE reload_id = ?"
                            + " AND process = ? AND ended_at IS NULL",
                    clock.millis(),
                    outcome.code(),
                    down.toMillis(),
                    said,
                    reload,
                    process);
            if (ended == 1) {
                Optional<Wish> wish = Db.one(c, WISH + "WHERE id = ?", SqlReloads::wish, reload);
                String name = Db.one(
                                c,
                                "SELECT name FROM reload_turn WHERE reload_id = ? AND process = ?",
                                r -> r.getString(1),
                                reload,
                                process)
                        .orElse("");
                SqlEvents.insert(
                        c,
                        clock.millis(),
                        switch (outcome) {
                            case LOADED -> EventKind.RELOADED;
                            case REFUSED -> EventKind.RELOAD_REFUSED;
                            case FELL_BACK -> EventKind.FELL_BACK;
                        },
                        "reload " + reload,
                        wish.map(Wish::actor).orElse(Events.CARAVAN),
                        name + ": " + said
                                + wish.map(Wish::why)
                                        .filter(why -> !why.isEmpty())
                                        .map(why -> " (" + why + ")")
                                        .orElse(""));
            }
            return ended;
        });
    }

    @Override
    public List<Told> newest(int limit) {
        return db.read(c -> {
            List<Told> all = new ArrayList<>();
            for (Wish wish : Db.list(c, WISH + "ORDER BY id DESC LIMIT ?", SqlReloads::wish, limit)) {
                all.add(new Told(wish, turns(c, wish.id())));
            }
            return all;
        });
    }

    @Override
    public Optional<Told> find(long reload) {
        return find(db, reload);
    }

    static Optional<Told> find(Db db, long reload) {
        return db.read(c -> {
            Optional<Wish> wish = Db.one(c, WISH + "WHERE id = ?", SqlReloads::wish, reload);
            return wish.isEmpty() ? Optional.empty() : Optional.of(new Told(wish.get(), turns(c, reload)));
        });
    }

    private static List<Turn> turns(Connection c, long reload) throws SQLException {
        return Db.list(
                c,
                "SELECT process, name, began_at, ended_at, outcome, down, said FROM reload_turn WHERE reload_id = ?"
                        + " ORDER BY began_at, process",
                SqlReloads::turn,
                reload);
    }

    private static Wish wish(ResultSet r) throws SQLException {
        return new Wish(r.getLong(1), Instant.ofEpochMilli(r.getLong(2)), r.getString(3), r.getString(4));
    }

    private static Turn turn(ResultSet r) throws SQLException {
        long ended = r.getLong(4);
        return new Turn(
                r.getString(1),
                r.getString(2),
                Instant.ofEpochMilli(r.getLong(3)),
                ended == 0 ? null : Instant.ofEpochMilli(ended),
                Outcome.of(r.getInt(5)),
                Duration.ofMillis(r.getLong(6)),
                r.getString(7));
    }
}
