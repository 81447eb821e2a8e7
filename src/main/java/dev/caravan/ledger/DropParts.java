package dev.caravan.ledger;

import dev.caravan.ledger.Contents.Part;
import dev.caravan.ledger.Contents.Piece;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks through members of batches or publications for records of some drops, within one read. */
final class DropParts {
    /** @param at column with a time that no later row is before, or nothing; @param rest how many it has, whether open, cost */
    record Table(String name, String at, String rest) {}

    static final Table BATCHES =
            new Table("batch", "created_at", "n_sent, CASE WHEN state < 7 THEN 1 ELSE 0 END, cost");
    static final Table PUBLICATIONS =
            new Table("publication", "sealed_at", "n, CASE WHEN state < 3 THEN 1 ELSE 0 END, 0");

    private final Connection c;
    private final Table table;
    private final Collection<Long> drops;
    private final Map<Long, List<Members.Run>> runs = new TreeMap<>();
    private long read = Long.MAX_VALUE;

    DropParts(Connection c, Collection<Long> drops, Table table) {
        this.c = c;
        this.drops = drops;
        this.table = table;
    }

    Piece<Part> of(long from, int look) throws SQLException {
        load();
        long newest = newest();
        long first = from > 0 ? from : first(newest);
        long end = Math.min(newest + 1, first + look);
        return runs.isEmpty()
                ? new Piece<>(List.of(), 0, false)
                : new Piece<>(parts(first, end), end > newest ? 0 : end, end <= newest);
    }

    Piece<Part> newest(int look) throws SQLException {
        load();
        long newest = newest();
        long first = first(newest);
        long from = Math.max(first, newest + 1 - look);
        return runs.isEmpty()
                ? new Piece<>(List.of(), 0, false)
                : new Piece<>(parts(from, newest + 1), 0, from > first);
    }

    /** Nothing is made of a drop before it was read. */
    private void load() throws SQLException {
        for (long drop : drops) {
            long at = Db.number(c, "SELECT coalesce(sealed_at, 0) FROM \"drop\" WHERE id = ?", drop);
            if (at > 0) {
                runs.put(drop, DropRuns.of(c, drop));
                read = Math.min(read, at);
            }
        }
    }

    private long newest() throws SQLException {
        return Db.number(c, "SELECT max(id) FROM " + table.name());
    }

    private List<Part> parts(long from, long end) throws SQLException {
        List<Part> found = new ArrayList<>();
        Db.each(
                c,
                "SELECT id, members, " + table.rest() + " FROM " + table.name()
                        + " WHERE id >= ? AND id < ? AND members IS NOT NULL ORDER BY id",
                r -> {
                    List<Members.Run> members =
                            MemberCodec.decode(r.getBytes(2)).runs();
                    for (Map.Entry<Long, List<Members.Run>> drop : runs.entrySet()) {
                        long n = DropRuns.common(drop.getValue(), members);
                        if (n > 0) {
                            found.add(new Part(
                                    drop.getKey(), r.getLong(1), n, r.getLong(3), r.getInt(4) == 1, r.getLong(5)));
                        }
                    }
                },
                from,
                end);
        return found;
    }

    /** The first row that may be younger than the first of the drops. */
    private long first(long newest) throws SQLException {
        long low = 1;
        long high = newest + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long made = Db.number(
                    c,
                    "SELECT coalesce(" + table.at() + ", 0) FROM " + table.name()
                            + " WHERE id >= ? ORDER BY id LIMIT 1",
                    middle);
            if (made > 0 && made < read) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
