package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Records of drops, as runs of their numbers. */
final class DropRuns {
    private DropRuns() {}

    static List<Members.Run> of(Connection c, long dropId) throws SQLException {
        List<Members.Run> runs = new ArrayList<>();
        Db.each(
                c,
                "SELECT first_id, n FROM chunk WHERE drop_id = ? ORDER BY first_id",
                r -> add(runs, r.getLong(1), r.getInt(2)),
                dropId);
        return runs;
    }

    /** Those of several drops, by number. */
    static List<Members.Run> of(Connection c, Collection<Long> drops) throws SQLException {
        List<Members.Run> all = new ArrayList<>();
        for (long drop : drops) {
            all.addAll(of(c, drop));
        }
        all.sort(Comparator.comparingLong(Members.Run::firstId));
        return all;
    }

    private static void add(List<Members.Run> runs, long first, int n) {
        Members.Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.endId() == first) {
            runs.set(runs.size() - 1, new Members.Run(last.firstId(), last.count() + n, 0));
        } else {
            runs.add(new Members.Run(first, n, 0));
        }
    }

    /** How many records two lists of runs have in common, both sorted. */
    static long common(List<Members.Run> some, List<Members.Run> others) {
        long n = 0;
        int i = 0;
        int j = 0;
        while (i < some.size() && j < others.size()) {
            Members.Run one = some.get(i);
            Members.Run other = others.get(j);
            n += Math.max(0, Math.min(one.endId(), other.endId()) - Math.max(one.firstId(), other.firstId()));
            if (one.endId() < other.endId()) {
                i++;
            } else {
                j++;
            }
        }
        return n;
    }
}
