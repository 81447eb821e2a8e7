package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@link Quotas} in SQL. */
final class SqlQuotas implements Quotas {
    /** Nobody's account takes less; below it a refusal must mean something else. */
    private static final long LEAST = 1_000;

    private static final Duration GROWS = Duration.ofHours(1);
    private static final int SLOWEST = 5;
    private static final int BATCHES = 5;
    private static final int RECORDS = 1_000;
    private static final int ENOUGH = 20;
    static final String TOO_LARGE = "SELECT b.id FROM quota q CROSS JOIN batch b ON b.state = 2 AND b.state < 7"
            + " AND b.credential = q.credential AND b.model = q.model AND b.tokens_est > " + QuotaRows.LIMIT
            + " WHERE b.n_sent > 1 AND b.owner" + NodeRows.NOBODY + "AND b.next_due <= ? ORDER BY b.id";

    private final Db db;
    private final int owner;
    private final Clock clock;
    private final BatchClaims claims;

    SqlQuotas(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner.number();
        this.clock = clock;
        this.claims = new BatchClaims(owner, clock);
    }

    @Override
    public void told(String credential, String model, @Nullable Long tokens) {
        Optional<QuotaRows.Row> known = db.read(c -> QuotaRows.find(c, credential, model));
        if (!Objects.equals(known.map(QuotaRows.Row::told).orElse(null), tokens)) {
            long now = clock.millis();
            db.write(c -> {
                QuotaRows.store(c, new QuotaRows.Row(credential, model, tokens, null, 0, 0, 0, now));
                return 0;
            });
        }
    }

    @Override
    public Optional<Quota> find(String credential, String model) {
        return db.read(c -> QuotaRows.find(c, credential, model).map(SqlQuotas::quota));
    }

    @Override
    public Quota refused(Batches.Claim claim, @Nullable Long named, boolean aboutTokens, Duration wait) {
        return db.write(c -> {
            BatchFence.check(c, claim, owner);
            long id = claim.batch().id();
            String credential = claim.batch().credential();
            String model = model(c, id);
            long now = clock.millis();
            QuotaRows.Row row =
                    QuotaRows.find(c, credential, model).orElseGet(() -> QuotaRows.Row.fresh(credential, model, now));
            Long learnt = row.learnt();
            if (aboutTokens) {
                long others = Admission.enqueued(c, new Admission.Account(credential, model), id);
                long mine = Db.number(c, "SELECT tokens_est FROM batch WHERE id = ?", id);
                learnt = lowered(row, named, others, mine);
            }
            int slow = aboutTokens ? Math.min(row.slow() + 1, SLOWEST) : row.slow();
            QuotaRows.Row next = row.learnt(learnt, row.refusals() + 1, slow, now + wait.toMillis(), now);
            QuotaRows.store(c, next);
            return quota(next);
        });
    }

    /**
     * What the provider named is believed if it explains the refusal: others may use the account too. Otherwise it took what
     * it had of ours, and did not take this one on top.
     */
    private static long lowered(QuotaRows.Row row, @Nullable Long named, long others, long mine) {
        if (named != null && named > 0 && named < others + mine) {
            return named;
        }
        long guess = Math.max(others, (others + mine) / 2);
        return Math.min(row.limit(), Math.max(LEAST, guess));
    }

    @Override
    public void ran(long batchId) {
        db.write(c -> {
            String credential = Db.one(c, "SELECT credential FROM batch WHERE id = ?", r -> r.getString(1), batchId)
                    .orElseThrow();
            Optional<QuotaRows.Row> found = QuotaRows.find(c, credential, model(c, batchId));
            if (found.isPresent() && (found.get().refusals() > 0 || found.get().learnt() != null)) {
                QuotaRows.store(c, grown(found.get().taken()));
            }
            return 0;
        });
    }

    /** A tenth more, but the slower the more often that was too much before. */
    private QuotaRows.Row grown(QuotaRows.Row row) {
        Long learnt = row.learnt();
        long now = clock.millis();
        if (learnt == null || now - row.changed() < GROWS.toMillis() << row.slow()) {
            return row;
        }
        long more = learnt + learnt / 10 + 1;
        Long told = row.told();
        boolean free = more > Long.MAX_VALUE / 4 || (told != null && more >= told);
        return row.learnt(free ? null : more, 0, Math.max(0, row.slow() - 1), 0, now);
    }

    @Override
    public List<Batches.Claim> claimTooLarge() {
        List<Long> ids = db.read(c -> tooLarge(c));
        return ids.isEmpty() ? List.of() : db.write(c -> claims.take(c, tooLarge(c)));
    }

    private List<Long> tooLarge(Connection c) throws SQLException {
        return Db.list(c, TOO_LARGE, r -> r.getLong(1), clock.millis());
    }

    @Override
    public OptionalDouble outputTokens(int recipeId) {
        return db.read(c -> {
            long requests = 0;
            long tokens = 0;
            for (Members members : Db.list(
                    c,
                    "SELECT members FROM batch WHERE recipe_id = ? AND state = 7 AND n_ok > 0 ORDER BY id DESC LIMIT "
                            + BATCHES,
                    r -> MemberCodec.decode(r.getBytes(1)),
                    recipeId)) {
                long first = members.runs().get(0).firstId();
                long end = Math.min(members.runs().get(0).endId(), first + RECORDS);
                String of = " FROM record WHERE id >= ? AND id < ? AND tok_in > 0 AND recipe_id = ?";
                requests += Db.number(c, "SELECT count(*)" + of, first, end, recipeId);
                tokens += Db.number(c, "SELECT coalesce(sum(tok_out), 0)" + of, first, end, recipeId);
            }
            return requests < ENOUGH ? OptionalDouble.empty() : OptionalDouble.of((double) tokens / requests);
        });
    }

    private static String model(Connection c, long batchId) throws SQLException {
        return Db.one(c, "SELECT model FROM batch WHERE id = ?", r -> r.getString(1), batchId)
                .orElseThrow();
    }

    private static Quota quota(QuotaRows.Row row) {
        return new Quota(row.credential(), row.model(), row.limit(), row.refusals(), Instant.ofEpochMilli(row.until()));
    }
}
