package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Inserts the rows of one part of a drop in blocks; looks at single rows only where a block was not taken whole. */
final class RowAppender {
    private static final int BLOCK = 100;

    private final Connection c;
    private final Drops.Claim claim;
    private final int recipeId;
    private int queued;
    private int refused;
    private int duplicate;
    private int unchanged;
    private int stale;

    RowAppender(Connection c, Drops.Claim claim, int recipeId) {
        this.c = c;
        this.claim = claim;
        this.recipeId = recipeId;
    }

    Drops.Appended append(Drops.ReadPart part) throws SQLException {
        List<Placed> rows = place(part.frames());
        insert(rows);
        for (Drops.Refusal refusal : part.refusals()) {
            refuse(refusal.line(), refusal.code(), refusal.detail());
        }
        checkpoint(part);
        var counters = new DropCounters();
        counters.add(claim.dropId(), RecordState.QUEUED, queued);
        counters.store(c);
        return new Drops.Appended(queued, refused, duplicate, unchanged, stale);
    }

    private List<Placed> place(List<Drops.Frame> frames) throws SQLException {
        long next = Db.one(c, "SELECT first_id + n FROM chunk ORDER BY first_id DESC LIMIT 1", r -> r.getLong(1))
                .orElse(1L);
        List<Placed> rows = new ArrayList<>();
        for (Drops.Frame frame : frames) {
            if (frame.rows().isEmpty()) {
                continue;
            }
            Db.update(
                    c,
                    "INSERT INTO chunk (first_id, n, drop_id, task_id, segment, frame_off, state)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 0)",
                    next,
                    frame.rows().size(),
                    claim.dropId(),
                    claim.taskId(),
                    frame.segment(),
                    frame.offset());
            for (Drops.Row row : frame.rows()) {
                rows.add(new Placed(next++, row));
            }
        }
        // Index locality decides the speed of the insert. The sort is stable, so that of equal keys the first line
        // wins.
        rows.sort(Comparator.comparing(placed -> placed.row().sourceId()));
        return rows;
    }

    private void insert(List<Placed> rows) throws SQLException {
        for (int from = 0; from < rows.size(); from += BLOCK) {
            List<Placed> block = rows.subList(from, Math.min(from + BLOCK, rows.size()));
            int inserted = insertBlock(block);
            queued += inserted;
            if (inserted < block.size()) {
                for (Placed row : block) {
                    if (Db.number(c, "SELECT count(*) FROM record WHERE id = ?", row.id()) == 0) {
                        meet(row);
                    }
                }
            }
        }
    }

    private int insertBlock(List<Placed> block) throws SQLException {
        String sql = "INSERT INTO record (id, source_id, content, line, drop_id, task_id, recipe_id, state)"
                + " SELECT column1, column2, column3, column4, " + claim.dropId() + ", " + claim.taskId() + ", "
                + recipeId + ", 1 FROM (VALUES " + Db.values(block.size(), 4) + ") WHERE true ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            int i = 1;
            for (Placed row : block) {
                statement.setLong(i++, row.id());
                statement.setString(i++, row.row().sourceId());
                statement.setLong(i++, row.row().content());
                statement.setLong(i++, row.row().line());
            }
            return statement.executeUpdate();
        }
    }

    /** A row whose source record is in the ledger already. */
    private void meet(Placed row) throws SQLException {
        Optional<Existing> found = Db.one(
                c,
                "SELECT id, drop_id, content, recipe_id, line, rev, state FROM record"
                        + " WHERE task_id = ? AND source_id = ? AND current = 1",
                Existing::of,
                claim.taskId(),
                row.row().sourceId());
        Existing old = found.orElseThrow(() -> new LedgerException(
                "Row at line " + row.row().line() + " of drop " + claim.dropId() + " was neither inserted nor known"));
        boolean same = old.content() == row.row().content();
        if (old.dropId() == claim.dropId() && same) {
            duplicate++;
        } else if (old.dropId() == claim.dropId()) {
            refuse(
                    row.row().line(),
                    "duplicate_key_other_content",
                    "the key \"" + row.row().sourceId() + "\" stands in line " + old.line() + " with other content");
        } else if (old.dropId() > claim.dropId()) {
            stale++;
        } else if (same && old.recipeId() == recipeId) {
            unchanged++;
        } else {
            revise(row, old);
        }
    }

    private void revise(Placed row, Existing old) throws SQLException {
        Db.update(c, "UPDATE record SET current = 0 WHERE id = ?", old.id());
        Db.update(
                c,
                "INSERT INTO record (id, source_id, content, line, drop_id, task_id, recipe_id, state, rev, prev_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
                row.id(),
                row.row().sourceId(),
                row.row().content(),
                row.row().line(),
                claim.dropId(),
                claim.taskId(),
                recipeId,
                old.rev() + 1,
                old.id());
        queued++;
    }

    private void refuse(long line, String code, String detail) throws SQLException {
        Db.update(
                c,
                "INSERT INTO refusal (drop_id, line, code, detail) VALUES (?, ?, ?, ?)",
                claim.dropId(),
                line,
                code,
                detail);
        refused++;
    }

    private void checkpoint(Drops.ReadPart part) throws SQLException {
        int rows = Db.update(
                c,
                "UPDATE \"drop\" SET ck_row = ?, ck_hash = ?, rows_read = rows_read + ?, refused = refused + ?,"
                        + " duplicate = duplicate + ?, unchanged = unchanged + ?, stale = stale + ?"
                        + " WHERE id = ? AND fence = ? AND state = ?",
                part.upToRow(),
                part.hashUpToRow(),
                queued + refused + duplicate + unchanged + stale,
                refused,
                duplicate,
                unchanged,
                stale,
                claim.dropId(),
                claim.fence(),
                DropState.READING.code());
        if (rows == 0) {
            throw new StaleFenceException("Drop " + claim.dropId());
        }
    }

    private record Placed(long id, Drops.Row row) {}

    private record Existing(long id, long dropId, long content, int recipeId, long line, int rev, int state) {
        static Existing of(ResultSet r) throws SQLException {
            return new Existing(
                    r.getLong(1), r.getLong(2), r.getLong(3), r.getInt(4), r.getLong(5), r.getInt(6), r.getInt(7));
        }
    }
}
