package dev.caravan.ledger;

import dev.caravan.ledger.Reruns.Fate;
import dev.caravan.ledger.Reruns.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which records a rerun picks, and what it does with each, as expressions over {@code r}, {@code b}, {@code t} and {@code d}. */
final class RerunSql {
    /**
     * Records of one drop. The sign keeps SQLite from walking from the last bound to the chunk instead of beginning at the
     * chunk's first row: hours instead of seconds for a million.
     */
    private static final String OF_DROP =
            " FROM chunk k CROSS JOIN record r ON r.id >= k.first_id AND r.id < k.first_id + k.n"
                    + " AND r.current = 1 CROSS JOIN \"drop\" d ON d.id = r.drop_id LEFT JOIN batch b ON b.id = r.batch_id"
                    + " LEFT JOIN todo t ON t.record_id = r.id WHERE k.drop_id = ? AND k.state < 3 AND k.first_id + k.n > ?"
                    + " AND +r.id > ?";

    /** Records that were picked by number. */
    static final String OF_RUNS = MemberRuns.RECORDS + " AND r.current = 1 CROSS JOIN \"drop\" d ON d.id = r.drop_id"
            + " LEFT JOIN batch b ON b.id = r.batch_id LEFT JOIN todo t ON t.record_id = r.id WHERE true";

    private final StringBuilder picked = new StringBuilder("(true");
    private final List<@Nullable Object> values = new ArrayList<>();
    private final String fate;

    RerunSql(Query query, long now) {
        also(" AND r.state = ?", query.state() == null ? null : query.state().code());
        also(" AND r.code = ?", query.code());
        if (query.recipes() != null) {
            picked.append(" AND r.recipe_id IN (-1")
                    .append(query.recipes().stream().map(id -> ", " + id).collect(Collectors.joining()))
                    .append(")");
        }
        String time = " AND coalesce(b.submitted_at, d.sealed_at) ";
        also(time + ">= ?", query.from() == null ? null : query.from().toEpochMilli());
        also(time + "< ?", query.to() == null ? null : query.to().toEpochMilli());
        picked.append(")");
        boolean held = query.state() == RecordState.HELD || query.code() != null;
        fate = "CASE WHEN r.state IN (1, 2) OR (r.state = 3 AND r.pub_id IS NOT NULL) OR b.state < 7 THEN "
                + number(Fate.UNDER_WAY)
                + " WHEN d.purge > 0 THEN " + number(Fate.PURGED)
                + " WHEN EXISTS (SELECT 1 FROM erased_record e WHERE e.record_id = r.id) THEN " + number(Fate.ERASED)
                + " WHEN d.cancel = 1 THEN " + number(Fate.CANCELLED)
                + (held ? "" : " WHEN r.state = 7 THEN " + number(Fate.HELD))
                + (query.persons() ? "" : " WHEN r.person = 1 THEN " + number(Fate.PERSON))
                + " WHEN r.state = 6 AND t.holder IS NOT NULL AND t.held_until > " + now + " THEN "
                + number(Fate.CLAIMED)
                + " WHEN r.state IN (8, 9) THEN " + number(Fate.ANEW) + " ELSE " + number(Fate.AGAIN) + " END";
    }

    private static int number(Fate fate) {
        return fate.ordinal();
    }

    private void also(String sql, @Nullable Object value) {
        if (value != null) {
            picked.append(sql);
            values.add(value);
        }
    }

    /** Counts the records of a drop by whether they are picked, state, fate and recipe. */
    String groups() {
        return "SELECT " + picked + ", r.state, " + fate
                + ", r.recipe_id, count(*), count(*) FILTER (WHERE r.tok_in > 0), sum(r.tok_in),"
                + " sum(r.tok_cached), sum(r.tok_out)" + OF_DROP + " GROUP BY 1, 2, 3, 4";
    }

    /**
     * Picked records of a drop with this fate, in id order.
     *
     * @param also one more condition, with AND; or empty
     */
    String page(String columns, Fate wanted, String also, int limit) {
        return "SELECT " + columns + OF_DROP + is(wanted) + also + " ORDER BY k.first_id, r.id LIMIT " + limit;
    }

    String is(Fate wanted) {
        return " AND " + picked + " AND " + fate + " = " + number(wanted);
    }

    /** What the question marks of {@link #page} stand for, after what comes first. */
    @Nullable
    Object[] values(Object... first) {
        List<@Nullable Object> all = new ArrayList<>(List.of(first));
        all.addAll(values);
        return all.toArray();
    }

    /** Those of {@link #groups}, before what comes last. */
    @Nullable
    Object[] valuesThen(Object... last) {
        List<@Nullable Object> all = new ArrayList<>(values);
        all.addAll(List.of(last));
        return all.toArray();
    }
}
