package dev.caravan.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may be sent now, asked of one batch after the other in their order. A batch whose turn has not come keeps back those
 * of its credential and model behind it.
 */
final class Admission {
    /** Those that may wait or run at the provider; a doubt may be one of them. */
    static final String ENQUEUED =
            "SELECT credential, model, sum(tokens_est) FROM batch WHERE state IN (3, 4, 5) AND state < 7 AND id <> ?"
                    + " GROUP BY credential, model";

    /** A wait that is longer is none: the clock was wrong when it began, or is now (rule 44). */
    private static final long LONGEST_WAIT = Duration.ofHours(2).toMillis();

    private final long now;
    private final Map<Account, QuotaRows.Row> quotas = new HashMap<>();
    private final Map<Account, Long> enqueued = new HashMap<>();
    private final Map<Integer, Budgets.Room> rooms = new HashMap<>();
    private final Map<Integer, Long> atMost = new HashMap<>();
    private final Set<Account> waiting = new HashSet<>();

    private Admission(long now) {
        this.now = now;
    }

    static Admission of(Connection c, long now) throws SQLException {
        return but(c, 0, now, BudgetRows.day(now));
    }

    /**
     * The reservation, part of the step to creating: what was claimed may have lost its place since. From here on the batch
     * counts against its account and its task (rule 47).
     */
    static void reserve(Connection c, long batchId, long now) throws SQLException {
        long day = BudgetRows.day(c, batchId, now);
        Turn turn = Db.one(c, Turn.BATCH + "WHERE id = ?", Turn::of, batchId).orElseThrow();
        Touch.budget(c, turn.taskId());
        Touch.quota(c, turn.account());
        Admission admission = but(c, batchId, now, day);
        Optional<String> no = admission.tooDear(turn).or(() -> admission.refusal(turn));
        if (no.isPresent()) {
            throw new NoRoomException("Batch " + batchId + " waits: " + no.get());
        }
        Db.update(c, "UPDATE batch SET day = ? WHERE id = ? AND cost = 0", day, batchId);
    }

    /** Why a batch that is cut is not sent now; empty if there is room for it. */
    static Optional<Holdups.NoRoom> noRoom(Connection c, long batchId, long now) throws SQLException {
        Admission admission = of(c, now);
        Turn turn = Db.one(c, Turn.BATCH + "WHERE id = ?", Turn::of, batchId).orElseThrow();
        Optional<String> dear = admission.tooDear(turn);
        if (dear.isPresent()) {
            Budgets.Room room = admission.rooms.get(turn.taskId());
            boolean tomorrow = room != null && room.cap().perDay();
            return Optional.of(new Holdups.NoRoom(
                    true, dear.get(), tomorrow ? Instant.ofEpochMilli((BudgetRows.day(now) + 1) * 86_400_000) : null));
        }
        QuotaRows.Row quota = admission.quotas.get(turn.account());
        Optional<String> refusal = admission.refusal(turn);
        if (refusal.isPresent()) {
            boolean held = quota != null && quota.until() > now && quota.until() <= now + LONGEST_WAIT;
            return Optional.of(new Holdups.NoRoom(
                    false, refusal.get(), held && quota != null ? Instant.ofEpochMilli(quota.until()) : null));
        }
        Optional<Long> before = Db.one(
                c,
                "SELECT min(id) FROM batch WHERE state = 2 AND cancel + recut + moved_to = 0 AND id < ?"
                        + " AND credential = ? AND model = ? HAVING min(id) > 0",
                r -> r.getLong(1),
                batchId,
                turn.account().credential(),
                turn.account().model());
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Turn earlier =
                Db.one(c, Turn.BATCH + "WHERE id = ?", Turn::of, before.get()).orElseThrow();
        return admission
                .refusal(earlier)
                .map(why -> new Holdups.NoRoom(
                        false, "batch " + earlier.id() + " was made before it and waits for room: " + why, null));
    }

    static long enqueued(Connection c, Account account, long exceptBatch) throws SQLException {
        return enqueued(c, exceptBatch).getOrDefault(account, 0L);
    }

    private static Map<Account, Long> enqueued(Connection c, long exceptBatch) throws SQLException {
        Map<Account, Long> tokens = new HashMap<>();
        Db.each(c, ENQUEUED, r -> tokens.put(new Account(r.getString(1), r.getString(2)), r.getLong(3)), exceptBatch);
        return tokens;
    }

    private static Admission but(Connection c, long batchId, long now, long day) throws SQLException {
        var admission = new Admission(now);
        QuotaRows.each(c, row -> admission.quotas.put(new Account(row.credential(), row.model()), row));
        if (!admission.quotas.isEmpty()) {
            admission.enqueued.putAll(enqueued(c, batchId));
        }
        for (Map.Entry<Integer, Budgets.Cap> entry : BudgetRows.caps(c).entrySet()) {
            admission.rooms.put(entry.getKey(), BudgetRows.room(c, entry.getKey(), entry.getValue(), day, batchId));
            admission.atMost.put(entry.getKey(), BudgetRows.atMost(c, entry.getKey(), entry.getValue(), day, batchId));
        }
        return admission;
    }

    boolean admits(Turn turn) {
        if (waiting.contains(turn.account()) || tooDear(turn).isPresent()) {
            return false;
        }
        boolean admitted = refusal(turn).isEmpty();
        if (!admitted) {
            waiting.add(turn.account());
        }
        return admitted;
    }

    /**
     * Others that are cut, but not sent, do not count here: the first to be sent takes the money. Those that were sent count
     * with the most that they can cost: the last one sent is the only one that can end dearer than the budget has room for.
     */
    private Optional<String> tooDear(Turn turn) {
        Budgets.Room room = rooms.get(turn.taskId());
        if (room == null) {
            return Optional.empty();
        }
        long left = room.cap().micros() - room.spent();
        long sent = Math.max(room.reserved(), atMost.getOrDefault(turn.taskId(), 0L));
        return turn.micros() <= left - sent
                ? Optional.empty()
                : Optional.of("of the budget of its task, " + dollars(room.cap().micros()) + ", "
                        + dollars(room.spent()) + " are spent and " + dollars(room.reserved())
                        + " reserved"
                        + (turn.micros() <= left - room.reserved() ? ", which may become more," : ",")
                        + " and it needs "
                        + dollars(turn.micros()));
    }

    private static String dollars(long micros) {
        return "$" + BigDecimal.valueOf(micros, 6).setScale(2, RoundingMode.HALF_UP);
    }

    /** One alone may go always, or it never would; if it is larger than the limit it is cut smaller, unless that is no use. */
    private Optional<String> refusal(Turn turn) {
        QuotaRows.Row quota = quotas.get(turn.account());
        if (quota == null) {
            return Optional.empty();
        }
        if (quota.until() > now && quota.until() <= now + LONGEST_WAIT) {
            return Optional.of(turn.account() + " had no room just now");
        }
        long others = enqueued.getOrDefault(turn.account(), 0L);
        boolean fits = turn.tokens() <= quota.limit() - others || (others == 0 && turn.requests() == 1);
        return fits
                ? Optional.empty()
                : Optional.of(others + " of " + quota.limit() + " enqueued tokens of " + turn.account()
                        + " are taken, and it has " + turn.tokens());
    }

    /** A credential and a model: limits are for both together. */
    record Account(String credential, String model) {
        @Override
        public String toString() {
            return "credential \"" + credential + "\", model " + model;
        }
    }

    /** A batch that waits for its turn. */
    record Turn(long id, int taskId, Account account, long tokens, long micros, int requests) {
        static final String BATCH = "SELECT id, task_id, credential, model, tokens_est, cost_est, n_sent FROM batch ";

        static Turn of(ResultSet r) throws SQLException {
            return new Turn(
                    r.getLong(1),
                    r.getInt(2),
                    new Account(r.getString(3), r.getString(4)),
                    r.getLong(5),
                    r.getLong(6),
                    r.getInt(7));
        }
    }
}
