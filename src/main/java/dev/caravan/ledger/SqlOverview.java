package dev.caravan.ledger;

import dev.caravan.ledger.SqlLists.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Overview} in SQL. */
final class SqlOverview implements Overview {
    private static final int LAST = 20;

    private final Db db;

    SqlOverview(Db db) {
        this.db = db;
    }

    @Override
    public List<Lists.DropRow> moving(@Nullable Set<String> tasks, int limit) {
        Where where = new Where().tasks("t.name", tasks);
        return db.read(c -> SqlLists.drops(
                c,
                where
                        + " AND (d.state < 4 OR (d.state < 6 AND EXISTS (SELECT 1 FROM drop_count n WHERE n.drop_id = d.id"
                        + " AND n.state IN (1, 2) AND n.n > 0))) ORDER BY d.id LIMIT ?",
                where.values(limit)));
    }

    @Override
    public List<Lists.BatchRow> openBatches(@Nullable Set<String> tasks, int limit) {
        Where where = new Where().tasks("t.name", tasks);
        return db.read(c -> Db.list(
                c,
                SqlLists.BATCH + where + " AND b.state < 7 ORDER BY b.id LIMIT ?",
                SqlLists::batch,
                where.values(limit)));
    }

    @Override
    public Map<BatchState, Long> openStates(@Nullable Set<String> tasks) {
        Where where = new Where().tasks("t.name", tasks);
        Map<BatchState, Long> states = new EnumMap<>(BatchState.class);
        db.read(c -> {
            Db.each(
                    c,
                    "SELECT b.state, count(*) FROM batch b JOIN task t ON t.id = b.task_id " + where
                            + " AND b.state < 7 GROUP BY b.state",
                    r -> states.put(Codes.batchState(r.getInt(1)), r.getLong(2)),
                    where.values());
            return 0;
        });
        return states;
    }

    @Override
    public List<NodeNow> nodes() {
        return db.read(NodeHoldings::of);
    }

    @Override
    public Optional<Usual> usual(String credential, String model) {
        List<Long> took = db.read(c -> Db.list(
                c,
                "SELECT collected_at - submitted_at AS took FROM (SELECT collected_at, submitted_at FROM batch"
                        + " WHERE credential = ? AND model = ? AND state = 7 AND submitted_at IS NOT NULL"
                        + " AND collected_at IS NOT NULL ORDER BY submitted_at DESC LIMIT ?) x ORDER BY took",
                r -> r.getLong(1),
                credential,
                model,
                LAST));
        return took.isEmpty()
                ? Optional.empty()
                : Optional.of(new Usual(Duration.ofMillis(took.get(took.size() / 2)), took.size()));
    }

    @Override
    public List<Stuck> stuck(@Nullable Set<String> tasks, Instant now) {
        return db.read(c -> new StandingStill(c, tasks, now).all());
    }
}
