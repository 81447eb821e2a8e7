package dev.caravan.ledger;

import dev.caravan.ledger.RecordRows.Existing;
import dev.caravan.ledger.RecordRows.Placed;
import dev.caravan.ledger.RecordRows.Revision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inserts the rows of one part of a drop in blocks; looks at single rows only where a block was not taken whole. */
final class RowAppender {
    private final Connection c;
    private final Drops.Claim claim;
    private final int recipeId;
    private final RecordRows records;
    private final boolean rerun;
    private @Nullable Set<Integer> good;
    private int queued;
    private int refused;
    private int duplicate;
    private int unchanged;
    private int stale;
    private int revised;

    RowAppender(Connection c, Drops.Claim claim, int recipeId) throws SQLException {
        this.c = c;
        this.claim = claim;
        this.recipeId = recipeId;
        this.records = new RecordRows(c, claim, recipeId);
        this.rerun = Db.number(
                        c,
                        "SELECT count(*) FROM \"drop\" WHERE id = ? AND zone = '" + Drops.RERUN + "'",
                        claim.dropId())
                == 1;
    }

    Drops.Appended append(Drops.ReadPart part) throws SQLException {
        insert(place(part.frames()));
        for (Drops.Refusal refusal : part.refusals()) {
            refuse(refusal.line(), refusal.code(), refusal.detail());
        }
        checkpoint(part);
        var counters = new DropCounters();
        counters.add(claim.dropId(), RecordState.QUEUED, queued);
        counters.store(c);
        return new Drops.Appended(queued, refused, duplicate, unchanged, stale);
    }

    /** Every line of a frame has an id, so that a record's line is its id minus the first; ids are never used twice. */
    private List<Placed> place(List<Drops.Frame> frames) throws SQLException {
        int n = frames.stream().mapToInt(frame -> frame.rows().size()).sum();
        long next = RecordNumbers.take(c, n);
        List<Placed> rows = new ArrayList<>(n);
        for (Drops.Frame frame : frames) {
            if (frame.rows().isEmpty()) {
                continue;
            }
            chunk(next, frame.rows().size(), frame.segment(), frame.offset());
            place(frame.rows(), next, rows);
            next += frame.rows().size();
        }
        sort(rows);
        return rows;
    }

    void chunk(long firstId, int n, String segment, long offset) throws SQLException {
        Db.update(
                c,
                "INSERT INTO chunk (first_id, n, drop_id, task_id, segment, frame_off, state)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 0)",
                firstId,
                n,
                claim.dropId(),
                claim.taskId(),
                segment,
                offset);
    }

    /** Rows whose chunks are there, in the order of their lines. */
    void insertNumbered(List<Ranges.Numbered> rows) throws SQLException {
        List<Placed> placed = new ArrayList<>(rows.size());
        for (Ranges.Numbered row : rows) {
            placed.add(new Placed(row.id(), row.row()));
        }
        sort(placed);
        insert(placed);
    }

    /** Counts what was done for a range of the drop, and nothing in the drop's own row. */
    void countIn(int range) throws SQLException {
        Db.update(
                c,
                "UPDATE drop_range SET rows_read = rows_read + ?, refused = refused + ?, duplicate = duplicate + ?,"
                        + " unchanged = unchanged + ?, stale = stale + ?, revised = revised + ? WHERE drop_id = ? AND no = ?",
                queued + refused + duplicate + unchanged + stale,
                refused,
                duplicate,
                unchanged,
                stale,
                revised,
                claim.dropId(),
                range);
        var counters = new DropCounters();
        counters.add(claim.dropId(), RecordState.QUEUED, queued);
        counters.storeCounts(c);
    }

    /** Index locality decides the speed of the insert. The sort is stable: of equal keys the first line wins. */
    private static void sort(List<Placed> rows) {
        if (!ascend(rows)) {
            rows.sort(Comparator.comparing(placed -> placed.row().sourceId()));
        }
    }

    private static void place(List<Drops.Row> rows, long firstId, List<Placed> placed) {
        for (int i = 0; i < rows.size(); i++) {
            placed.add(new Placed(firstId + i, rows.get(i)));
        }
    }

    private static boolean ascend(List<Placed> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i - 1).row().sourceId().compareTo(rows.get(i).row().sourceId()) > 0) {
                return false;
            }
        }
        return true;
    }

    private void insert(List<Placed> rows) throws SQLException {
        if (RecordCopy.insert(c, claim, recipeId, rows)) {
            queued += rows.size();
            return;
        }
        int blocks = rows.size() / RecordRows.BLOCK;
        if (blocks > 0) {
            try (PreparedStatement insert = records.insertNew(RecordRows.BLOCK)) {
                for (int i = 0; i < blocks; i++) {
                    insert(insert, rows.subList(i * RecordRows.BLOCK, (i + 1) * RecordRows.BLOCK));
                }
            }
        }
        List<Placed> rest = rows.subList(blocks * RecordRows.BLOCK, rows.size());
        if (!rest.isEmpty()) {
            try (PreparedStatement insert = records.insertNew(rest.size())) {
                insert(insert, rest);
            }
        }
    }

    private void insert(PreparedStatement insert, List<Placed> block) throws SQLException {
        int inserted = RecordRows.execute(insert, block);
        queued += inserted;
        if (inserted == block.size()) {
            return;
        }
        Set<Long> taken = records.inserted(block);
        Map<String, Existing> known = records.current(block);
        List<Revision> revisions = new ArrayList<>();
        for (Placed row : block) {
            Existing old = known.get(row.row().sourceId());
            if (taken.contains(row.id())) {
                continue;
            }
            if (old == null) {
                throw new LedgerException("Line " + row.row().line() + " of drop " + claim.dropId()
                        + " was neither inserted nor known; the ledger may be damaged");
            }
            if (isRevision(row, old)) {
                revisions.add(new Revision(row, old));
                known.put(row.row().sourceId(), asExisting(row, old));
            }
        }
        records.insertRevisions(revisions);
        queued += revisions.size();
        revised += revisions.size();
    }

    private boolean isRevision(Placed row, Existing old) throws SQLException {
        boolean same = old.content() == row.row().content();
        if (old.dropId() == claim.dropId() && same) {
            duplicate++;
        } else if (old.dropId() == claim.dropId()) {
            refuse(
                    row.row().line(),
                    "duplicate_key_other_content",
                    "the key \"" + row.row().sourceId() + "\" of line "
                            + row.row().line() + " stands in line " + old.line() + " with other content");
        } else if (old.dropId() > claim.dropId() || (rerun && !same)) {
            // What a rerun copied is older than whatever came since.
            stale++;
        } else if (rerun && old.ended()) {
            return true;
        } else if (rerun) {
            unchanged++;
        } else if (same && (old.goesAgain() || good(old.recipeId()))) {
            unchanged++;
        } else {
            return true;
        }
        return false;
    }

    /** Whether an answer by this recipe is one by the recipe asked for. */
    private boolean good(int answeredBy) throws SQLException {
        if (answeredBy == recipeId) {
            return true;
        }
        if (good == null) {
            good = new HashSet<>(
                    Db.list(c, "SELECT recipe_id FROM stand_in WHERE for_recipe_id = ?", r -> r.getInt(1), recipeId));
        }
        return good.contains(answeredBy);
    }

    private Existing asExisting(Placed row, Existing old) {
        return new Existing(
                row.id(),
                claim.dropId(),
                row.row().content(),
                recipeId,
                row.row().line(),
                old.rev() + 1,
                true,
                false);
    }

    void refuse(long line, String code, String detail) throws SQLException {
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
        Db.update(
                c,
                "UPDATE \"drop\" SET ck_row = ?, ck_hash = ?, rows_read = rows_read + ?, refused = refused + ?,"
                        + " duplicate = duplicate + ?, unchanged = unchanged + ?, stale = stale + ?,"
                        + " revised = revised + ? WHERE id = ?",
                part.upToRow(),
                part.hashUpToRow(),
                queued + refused + duplicate + unchanged + stale,
                refused,
                duplicate,
                unchanged,
                stale,
                revised,
                claim.dropId());
    }
}
