package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

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

    /** Which drops records came in: one look for each stretch of records that were read together. */
    static final class Finder {
        private static final String CHUNK =
                "SELECT drop_id, first_id + n FROM chunk WHERE first_id <= ? ORDER BY first_id DESC LIMIT 1";
        /** Records of a batch may be scattered over any number of drops. */
        private static final int MOST_LOOKS = 1000;

        private final Connection c;

        Finder(Connection c) {
            this.c = c;
        }

        /** By number, at most so many. */
        List<Long> drops(List<Members.Run> members, int most) throws SQLException {
            record Chunk(long drop, long end) {}
            SortedSet<Long> found = new TreeSet<>();
            long seen = 0;
            int looks = 0;
            for (Members.Run run : members) {
                long from = Math.max(run.firstId(), seen);
                while (from < run.endId() && found.size() < most && looks++ < MOST_LOOKS) {
                    long at = from;
                    var chunk = Db.one(c, CHUNK, r -> new Chunk(r.getLong(1), r.getLong(2)), at)
                            .filter(one -> one.end() > at);
                    chunk.ifPresent(one -> found.add(one.drop()));
                    from = chunk.map(Chunk::end).orElse(from + 1);
                    seen = from;
                }
            }
            return List.copyOf(found);
        }
    }
}
