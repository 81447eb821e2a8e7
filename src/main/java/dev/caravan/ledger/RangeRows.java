package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges of drops as rows. What they count is of their drop as long as they are there. */
final class RangeRows {
    /** What {@link #part} reads. */
    static final String COLUMNS =
            "g.no, g.from_byte, g.lines, g.returns, g.to_byte, g.path, g.rows_found, g.refusals, g.keys_at,"
                    + " g.keys, g.reason, g.first_id, g.state, g.failure";

    private RangeRows() {}

    static void insert(Connection c, Drops.Claim claim, int recipeId, List<Ranges.Range> ranges) throws SQLException {
        for (Ranges.Range range : ranges) {
            Db.update(
                    c,
                    "INSERT INTO drop_range (drop_id, no, task_id, recipe_id, drop_fence, from_byte, to_byte, lines,"
                            + " returns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    claim.dropId(),
                    range.no(),
                    claim.taskId(),
                    recipeId,
                    claim.fence(),
                    range.from().at(),
                    range.to(),
                    range.from().lines(),
                    range.from().returns());
        }
    }

    static Ranges.Split of(Connection c, long dropId) throws SQLException {
        int phase = (int) Db.number(c, "SELECT split FROM \"drop\" WHERE id = ?", dropId);
        List<Ranges.Part> parts = Db.list(
                c,
                "SELECT " + COLUMNS + " FROM drop_range g WHERE g.drop_id = ? ORDER BY g.no",
                r -> part(r, 1),
                dropId);
        String doubles = Db.one(
                        c,
                        "SELECT doubles FROM drop_range WHERE drop_id = ? AND doubles IS NOT NULL ORDER BY no LIMIT 1",
                        r -> r.getString(1),
                        dropId)
                .orElse(null);
        return new Ranges.Split(phase(phase), parts, doubles);
    }

    private static Ranges.Phase phase(int split) {
        return switch (split) {
            case 0 -> Ranges.Phase.NONE;
            case 1 -> Ranges.Phase.MARKING;
            case 2 -> Ranges.Phase.READ;
            case 3 -> Ranges.Phase.STORED;
            case -1 -> Ranges.Phase.ONE_PIECE;
            default -> throw new LedgerException("The ledger has a drop that is split in way " + split);
        };
    }

    /** @param first number of the column where {@link #COLUMNS} begin */
    static Ranges.Part part(ResultSet r, int first) throws SQLException {
        var from = new Ranges.Mark(r.getLong(first + 1), r.getLong(first + 2), r.getLong(first + 3));
        String path = r.getString(first + 5);
        Ranges.Found found = path == null
                ? null
                : new Ranges.Found(
                        path,
                        r.getLong(first + 6),
                        r.getLong(first + 7),
                        r.getLong(first + 8),
                        r.getLong(first + 9),
                        r.getString(first + 10));
        return new Ranges.Part(
                new Ranges.Range(r.getInt(first), from, r.getLong(first + 4)),
                found,
                r.getLong(first + 11),
                r.getInt(first + 12) == 4,
                r.getInt(first + 13) == 2);
    }

    /** Numbers in one row for all records of the drop, so that they ascend with its lines. */
    static void number(Connection c, long dropId, @Nullable String doubles, int last) throws SQLException {
        Db.update(c, "DELETE FROM drop_range WHERE drop_id = ? AND no > ?", dropId, last);
        record Size(int no, long rows) {}
        List<Size> sizes = Db.list(
                c,
                "SELECT no, rows_found FROM drop_range WHERE drop_id = ? ORDER BY no",
                r -> new Size(r.getInt(1), r.getLong(2)),
                dropId);
        long next = RecordNumbers.take(c, sizes.stream().mapToLong(Size::rows).sum());
        for (Size size : sizes) {
            Db.update(
                    c,
                    "UPDATE drop_range SET first_id = ?, doubles = ? WHERE drop_id = ? AND no = ?",
                    next,
                    doubles,
                    dropId,
                    size.no());
            next += size.rows();
        }
    }

    /** What the ranges have counted is the drop's own from now on, and they are gone. */
    static void fold(Connection c, long dropId) throws SQLException {
        int split = Db.update(
                c,
                "UPDATE \"drop\" SET split = 0, gate = CASE gate WHEN 1 THEN 0 ELSE gate END,"
                        + " rows_read = rows_read + " + sum("rows_read") + ", refused = refused + " + sum("refused")
                        + ", duplicate = duplicate + " + sum("duplicate") + ", unchanged = unchanged + "
                        + sum("unchanged") + ", stale = stale + " + sum("stale") + ", revised = revised + "
                        + sum("revised") + " WHERE id = ? AND split > 0",
                dropId);
        if (split > 0) {
            Db.update(c, "DELETE FROM drop_range WHERE drop_id = ?", dropId);
        }
    }

    /** What the ranges of the row of {@code "drop"} at hand have counted. */
    static String sum(String counter) {
        return "(SELECT coalesce(sum(g." + counter + "), 0) FROM drop_range g WHERE g.drop_id = \"drop\".id)";
    }
}
