package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Ranges} in SQL. A step of a range changes nothing of its drop's row, so that ranges do not wait for each other. */
final class SqlRanges implements Ranges {
    private static final String FREE =
            "SELECT g.drop_id, d.task_id, d.uri, d.spool_path, g.drop_fence, g.recipe_id, g.fence + 1,"
                    + " g.first_id, g.frames, g.doubles, g.state, " + RangeRows.COLUMNS
                    + " FROM drop_range g JOIN \"drop\" d ON d.id = g.drop_id AND d.state = 3 WHERE g.owner"
                    + NodeRows.NOBODY
                    + "AND ((g.state = 1 AND d.split IN (1, 2)) OR (g.state = 2 AND d.split = 3))"
                    + " ORDER BY g.drop_id, g.no LIMIT 1 /* FOR UPDATE OF g SKIP LOCKED */";

    private final Db db;
    private final int owner;
    private final Forsaken<Claim> forsaken;

    SqlRanges(Db db, int owner) {
        this.db = db;
        this.owner = owner;
        this.forsaken = new Forsaken<>(db, this::free);
    }

    @Override
    public Split split(Drops.Claim claim) {
        return db.read(c -> RangeRows.of(c, claim.dropId()));
    }

    @Override
    public void mark(Drops.Claim claim, int recipeId, List<Range> next) {
        db.write(c -> {
            SqlDrops.fenced(c, claim, owner);
            RangeRows.insert(c, claim, recipeId, next);
            return phase(c, claim, 1);
        });
    }

    @Override
    public void marked(Drops.Claim claim) {
        db.write(c -> {
            SqlDrops.fenced(c, claim, owner);
            return phase(c, claim, 2) + end(c, claim);
        });
    }

    @Override
    public void weighed(Drops.Claim claim, @Nullable String doubles, int last) {
        db.write(c -> {
            SqlDrops.fenced(c, claim, owner);
            RangeRows.number(c, claim.dropId(), doubles, last);
            return phase(c, claim, 3) + end(c, claim);
        });
    }

    @Override
    public void settle(Drops.Claim claim, int range, List<Numbered> rows, List<Drops.Refusal> refusals) {
        db.write(c -> {
            SqlDrops.fenced(c, claim, owner);
            Optional<Integer> recipe = Db.one(
                    c,
                    "SELECT recipe_id FROM drop_range WHERE drop_id = ? AND no = ? AND state = 3",
                    r -> r.getInt(1),
                    claim.dropId(),
                    range);
            if (recipe.isEmpty()) {
                return 0;
            }
            var appender = new RowAppender(c, claim, recipe.get());
            appender.insertNumbered(rows);
            for (Drops.Refusal refusal : refusals) {
                appender.refuse(refusal.line(), refusal.code(), refusal.detail());
            }
            appender.countIn(range);
            return Db.update(c, "UPDATE drop_range SET state = 4 WHERE drop_id = ? AND no = ?", claim.dropId(), range);
        });
    }

    @Override
    public void inOnePiece(Drops.Claim claim) {
        db.write(c -> {
            SqlDrops.fenced(c, claim, owner);
            new DropEnd(c, claim.dropId()).withdraw();
            Db.update(c, "DELETE FROM refusal WHERE drop_id = ?", claim.dropId());
            return phase(c, claim, -1);
        });
    }

    @Override
    public Optional<Claim> claim() {
        if (!db.read(
                c -> Db.one(c, "SELECT 1 FROM drop_range LIMIT 1", r -> true).isPresent())) {
            return Optional.empty();
        }
        return forsaken.freeThen(c -> {
            Optional<Claim> next = Db.one(c, FREE, SqlRanges::claim);
            if (next.isPresent()) {
                Db.update(
                        c,
                        "UPDATE drop_range SET owner = ?, fence = ? WHERE drop_id = ? AND no = ?",
                        owner,
                        next.get().fence(),
                        next.get().drop().dropId(),
                        next.get().range().no());
            }
            return next;
        });
    }

    private static Claim claim(ResultSet r) throws SQLException {
        var drop = new Drops.Claim(r.getLong(1), r.getInt(2), r.getString(3), r.getString(4), r.getLong(5), 0, 0);
        Part part = RangeRows.part(r, 12);
        return new Claim(
                drop,
                r.getInt(6),
                part.range(),
                r.getLong(7),
                r.getInt(11) == 1 ? Step.READ : Step.STORE,
                part.found(),
                r.getString(10),
                r.getLong(8),
                r.getLong(9));
    }

    @Override
    public void release(Claim claim) {
        db.write(c -> {
            mine(c, claim);
            return update(c, claim, "owner = 0");
        });
    }

    @Override
    public void forsake(Claim claim) {
        forsaken.add(claim);
    }

    private void free(Connection c, Claim claim) throws SQLException {
        Db.update(
                c,
                "UPDATE drop_range SET owner = 0 WHERE drop_id = ? AND no = ? AND fence = ? AND owner = ?",
                claim.drop().dropId(),
                claim.range().no(),
                claim.fence(),
                owner);
    }

    @Override
    public void read(Claim claim, Found found) {
        db.write(c -> {
            mine(c, claim);
            return update(
                    c,
                    claim,
                    "owner = 0, state = 2, path = ?, rows_found = ?, refusals = ?, keys_at = ?, keys = ?, failure = ?,"
                            + " reason = ?",
                    found.path(),
                    found.rows(),
                    found.refusals(),
                    found.keysAt(),
                    found.keys(),
                    found.reason() == null ? 0 : 1,
                    found.reason());
        });
    }

    @Override
    public void store(Claim claim, List<Frame> frames, boolean last) {
        db.write(c -> {
            mine(c, claim);
            var appender = new RowAppender(c, claim.drop(), claim.recipeId());
            for (Frame frame : frames) {
                appender.chunk(frame.firstId(), frame.lines(), frame.segment(), frame.offset());
            }
            appender.insertNumbered(
                    frames.stream().flatMap(frame -> frame.rows().stream()).toList());
            appender.countIn(claim.range().no());
            return update(
                    c,
                    claim,
                    "frames = frames + ?, state = ?, owner = ?",
                    frames.size(),
                    last ? 3 : 2,
                    last ? 0 : owner);
        });
    }

    @Override
    public void giveUp(Claim claim) {
        db.write(c -> {
            mine(c, claim);
            return update(c, claim, "failure = 2, owner = 0, state = ?", claim.step() == Step.READ ? 2 : 3);
        });
    }

    private void mine(Connection c, Claim claim) throws SQLException {
        int unused = Db.one(
                        c,
                        "SELECT state FROM drop_range WHERE drop_id = ? AND no = ? AND fence = ? AND owner = ?"
                                + Db.LOCK,
                        r -> r.getInt(1),
                        claim.drop().dropId(),
                        claim.range().no(),
                        claim.fence(),
                        owner)
                .orElseThrow(() -> new StaleFenceException("Range "
                        + claim.range().no() + " of drop " + claim.drop().dropId()));
    }

    private static int update(Connection c, Claim claim, String what, @Nullable Object... values) throws SQLException {
        Object[] all = Arrays.copyOf(values, values.length + 2);
        all[values.length] = claim.drop().dropId();
        all[values.length + 1] = claim.range().no();
        return Db.update(c, "UPDATE drop_range SET " + what + " WHERE drop_id = ? AND no = ?", all);
    }

    private static int phase(Connection c, Drops.Claim claim, int phase) throws SQLException {
        return Db.update(c, "UPDATE \"drop\" SET split = ? WHERE id = ?", phase, claim.dropId());
    }

    private static int end(Connection c, Drops.Claim claim) throws SQLException {
        return Db.update(c, "UPDATE \"drop\" SET owner = 0 WHERE id = ?", claim.dropId());
    }
}
