package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Lists} in SQL. */
final class SqlLists implements Lists {
    static final String BATCH = "SELECT b.id, t.name, b.recipe_id, b.credential, b.model, b.state, b.provider_id,"
            + " b.provider_status, b.cancel, b.late, coalesce(b.note, ''), b.n_sent, b.n_ok, b.n_invalid, b.n_error,"
            + " b.n_missing, b.n_notrun, b.n_surplus, b.cost_est, b.cost, b.overspend, b.created_at, b.assembled_at,"
            + " b.submitted_at, b.collected_at, CASE WHEN b.state < 7 AND b.next_due > 0 THEN b.next_due END"
            + " FROM batch b JOIN task t ON t.id = b.task_id ";
    static final String RECORD = "SELECT r.id, t.name, r.source_id, r.rev, r.state, r.code, r.attempt, r.drop_id,"
            + " r.line, r.batch_id, r.pub_id, r.recipe_id, r.current, r.person, r.tok_in, r.tok_cached, r.tok_out,"
            + " r.tok_reason, r.cost_u";
    private static final String PUBLICATION = "SELECT p.id, t.name, p.state, p.n, p.bytes, p.rejects, p.sealed_at"
            + " FROM publication p JOIN task t ON t.id = p.task_id ";
    private final Db db;

    SqlLists(Db db) {
        this.db = db;
    }

    /** Conditions with their values, joined by AND. */
    static final class Where {
        private final StringBuilder sql = new StringBuilder("WHERE true");
        private final List<Object> values = new ArrayList<>();

        Where and(String condition, @Nullable Object value) {
            if (value != null) {
                sql.append(" AND ").append(condition);
                values.add(value);
            }
            return this;
        }

        /** Nobody of no task sees anything. */
        Where tasks(String column, @Nullable Set<String> tasks) {
            if (tasks != null) {
                sql.append(" AND ").append(in(column, tasks));
                values.addAll(tasks);
            }
            return this;
        }

        /** @param rows a SELECT with a condition; those of which {@code column} is one of these tasks must not be none */
        Where exists(String rows, String column, Set<String> tasks) {
            sql.append(" AND EXISTS (")
                    .append(rows)
                    .append(" AND ")
                    .append(in(column, tasks))
                    .append(")");
            values.addAll(tasks);
            return this;
        }

        Where before(String column, Slice slice) {
            return and(column + " < ?", slice.before() == 0 ? null : slice.before());
        }

        /**
         * A state, and on which side of {@code edge} it is: there is an index for each side, and only these words tell that it
         * has the rows.
         */
        Where state(String column, int edge, int code) {
            sql.append(" AND ")
                    .append(column)
                    .append(code < edge ? " < " : " >= ")
                    .append(edge);
            return and(column + " = ?", code);
        }

        Object[] values(Object... more) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(List.of(more));
            return all.toArray();
        }

        @Override
        public String toString() {
            return sql.toString();
        }
    }

    private static String in(String column, Set<String> tasks) {
        return tasks.isEmpty()
                ? "false"
                : tasks.size() == 1
                        ? column + " = ?"
                        : column + " IN ("
                                + String.join(
                                        ",", tasks.stream().map(task -> "?").toList()) + ")";
    }

    @Override
    public List<DropRow> drops(Slice slice, @Nullable DropState state, @Nullable Instant from, @Nullable Instant to) {
        Where where = new Where()
                .tasks("t.name", slice.tasks())
                .before("d.id", slice)
                .and("d.sealed_at >= ?", from == null ? null : from.toEpochMilli())
                .and("d.sealed_at < ?", to == null ? null : to.toEpochMilli());
        if (state != null) {
            where.state("d.state", DropState.SEALED.code(), state.code());
        }
        return db.read(c -> drops(c, where + " ORDER BY d.id DESC LIMIT ?", where.values(slice.limit())));
    }

    @Override
    public Optional<DropRow> drop(long id) {
        return db.read(c -> drops(c, "WHERE d.id = ?", id)).stream().findFirst();
    }

    static List<DropRow> drops(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Db.list(
                c,
                "SELECT d.id, t.name, d.task_id, d.zone, d.uri, d.state, d.reason, d.bytes, d.cancel - d.hold, d.hold, d.gate,"
                        + " d.sealed_at, d.purged_at FROM \"drop\" d JOIN task t ON t.id = d.task_id " + where,
                r -> new DropRow(
                        r.getString(2),
                        new Drops.Drop(
                                r.getLong(1),
                                r.getInt(3),
                                r.getString(4),
                                r.getString(5),
                                Codes.dropState(r.getInt(6)),
                                r.getString(7),
                                DropReads.counts(c, r.getLong(1))),
                        r.getLong(8),
                        r.getInt(9) == 1,
                        r.getInt(10) == 1,
                        r.getInt(11) > 0,
                        time(r, 12),
                        time(r, 13)),
                values);
    }

    @Override
    public List<BatchRow> batches(Slice slice, @Nullable BatchState state, @Nullable String credential) {
        Where where =
                new Where().tasks("t.name", slice.tasks()).before("b.id", slice).and("b.credential = ?", credential);
        if (state != null) {
            where.state("b.state", BatchState.COLLECTED.code(), state.code());
        }
        return db.read(c -> Db.list(
                c, BATCH + where + " ORDER BY b.id DESC LIMIT ?", SqlLists::batch, where.values(slice.limit())));
    }

    @Override
    public Optional<BatchRow> batch(long id) {
        return db.read(c -> Db.one(c, BATCH + "WHERE b.id = ?", SqlLists::batch, id));
    }

    @Override
    public List<BatchRow> batches(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : db.read(c -> Db.list(
                        c,
                        BATCH + "WHERE b.id IN (" + "?,".repeat(ids.size() - 1) + "?) ORDER BY b.id",
                        SqlLists::batch,
                        ids.toArray()));
    }

    static BatchRow batch(ResultSet r) throws SQLException {
        return new BatchRow(
                r.getLong(1),
                r.getString(2),
                r.getInt(3),
                r.getString(4),
                r.getString(5),
                Codes.batchState(r.getInt(6)),
                r.getString(7),
                r.getString(8),
                r.getInt(9) == 1,
                r.getInt(10) == 1,
                r.getString(11),
                new Counted(
                        r.getInt(12),
                        r.getInt(13),
                        r.getInt(14),
                        r.getInt(15),
                        r.getInt(16),
                        r.getInt(17),
                        r.getInt(18)),
                new Money(r.getLong(19), r.getLong(20), r.getLong(21)),
                new Times(Instant.ofEpochMilli(r.getLong(22)), time(r, 23), time(r, 24), time(r, 25), time(r, 26)));
    }

    @Override
    public List<RecordRow> records(
            long dropId, @Nullable RecordState state, @Nullable String code, long afterRecordId, int limit) {
        Where where = new Where()
                .and("k.drop_id = ?", dropId)
                .and("k.first_id + k.n > ?", afterRecordId)
                .and("+r.id > ?", afterRecordId)
                .and("r.state = ?", state == null ? null : state.code())
                .and("r.code = ?", code);
        // It may look at every row of the drop to find one: other reads do not wait for it.
        return db.audit(c -> Db.list(
                c,
                RECORD + " FROM chunk k CROSS JOIN record r ON r.id >= k.first_id AND r.id < k.first_id + k.n"
                        + " JOIN task t ON t.id = r.task_id " + where + " ORDER BY k.first_id, r.id LIMIT ?",
                SqlLists::record,
                where.values(limit)));
    }

    @Override
    public Optional<RecordRow> record(long id) {
        return db.read(c -> Db.one(
                c, RECORD + " FROM record r JOIN task t ON t.id = r.task_id WHERE r.id = ?", SqlLists::record, id));
    }

    @Override
    public Optional<RecordRow> current(String task, String sourceId) {
        return db.read(c -> Db.one(
                c,
                RECORD + " FROM task t JOIN record r ON r.task_id = t.id AND r.current = 1 WHERE t.name = ?"
                        + " AND r.source_id = ?",
                SqlLists::record,
                task,
                sourceId));
    }

    static RecordRow record(ResultSet r) throws SQLException {
        return new RecordRow(
                r.getLong(1),
                r.getString(2),
                r.getString(3),
                r.getInt(4),
                Codes.recordState(r.getInt(5)),
                r.getString(6),
                r.getInt(7),
                r.getLong(8),
                r.getLong(9),
                number(r, 10),
                number(r, 11),
                r.getInt(12),
                r.getInt(13) == 1,
                r.getInt(14) == 1,
                new dev.caravan.ledger.Collection.Usage(
                        r.getInt(15), r.getInt(16), r.getInt(17), r.getInt(18), r.getLong(19)));
    }

    @Override
    public List<PublicationRow> publications(Slice slice, @Nullable String state, @Nullable DeliveryState delivery) {
        Where where = new Where()
                .tasks("t.name", slice.tasks())
                .before("p.id", slice)
                .and("p.state = ?", state == null ? null : PUBLICATION_STATES.indexOf(state) + 1)
                .and(
                        "EXISTS (SELECT 1 FROM delivery d WHERE d.pub_id = p.id AND d.state = ?)",
                        delivery == null ? null : delivery.code());
        return db.read(c -> publications(c, where + " ORDER BY p.id DESC LIMIT ?", where.values(slice.limit())));
    }

    @Override
    public Optional<PublicationRow> publication(long id) {
        return db.read(c -> publications(c, "WHERE p.id = ?", id)).stream().findFirst();
    }

    private static List<PublicationRow> publications(Connection c, String where, @Nullable Object... values)
            throws SQLException {
        return Db.list(
                c,
                PUBLICATION + where,
                r -> new PublicationRow(
                        r.getLong(1),
                        r.getString(2),
                        PUBLICATION_STATES.get(r.getInt(3) - 1),
                        r.getInt(4),
                        r.getLong(5),
                        r.getInt(6) == 1,
                        time(r, 7),
                        sinks(c, r.getLong(1))),
                values);
    }

    private static List<Audit.Sent> sinks(Connection c, long publicationId) throws SQLException {
        return Db.list(
                c,
                "SELECT sink, state, sends, delivered_at, coalesce(reason, '') FROM delivery WHERE pub_id = ? ORDER BY sink",
                r -> new Audit.Sent(
                        r.getString(1),
                        Codes.deliveryState(r.getInt(2)).name().toLowerCase(Locale.ROOT),
                        r.getInt(3),
                        time(r, 4),
                        r.getString(5)),
                publicationId);
    }

    @Override
    public List<Events.Event> events(Slice slice, @Nullable EventKind kind) {
        return db.read(c ->
                EventReads.list(c, slice, new Where().and("e.kind = ?", kind == null ? null : kind.code())));
    }

    @Override
    public List<Cost> costs(@Nullable Set<String> tasks, long fromDay, long toDay) {
        Where where = new Where().tasks("t.name", tasks);
        Object[] values = where.values();
        Object[] all = new Object[4 + values.length];
        Arrays.setAll(all, i -> i < 4 ? (i % 2 == 0 ? fromDay : toDay) : values[i - 4]);
        return db.read(c -> Db.list(
                c,
                "SELECT c.on_day, t.name, c.model, sum(c.batches), sum(c.cost), sum(c.overspend), sum(c.calls), sum(c.called),"
                        + " sum(c.unknown), sum(c.lost) FROM (SELECT " + EffortRows.DAY
                        + " AS on_day, b.task_id, b.model, 1 AS batches, b.cost, b.overspend, 0 AS calls, 0 AS called,"
                        + " 0 AS unknown, 0 AS lost FROM batch b WHERE b.state >= " + BatchState.SUBMITTED.code()
                        + " AND " + EffortRows.DAY + " BETWEEN ? AND ?"
                        + " UNION ALL SELECT day, task_id, model, 0, 0, 0, calls, micros, unknown, micros_unknown"
                        + " FROM realtime_cost WHERE day BETWEEN ? AND ?) c"
                        + " JOIN task t ON t.id = c.task_id " + where
                        + " GROUP BY c.on_day, t.name, c.model ORDER BY c.on_day, t.name, c.model",
                r -> new Cost(
                        r.getLong(1),
                        r.getString(2),
                        r.getString(3),
                        r.getLong(4),
                        r.getLong(5),
                        r.getLong(6),
                        r.getLong(7),
                        r.getLong(8),
                        r.getLong(9),
                        r.getLong(10)),
                all));
    }

    @Override
    public List<Answers> answers(int taskId) {
        return db.read(c -> Db.list(
                c,
                "SELECT recipe_id, sum(n_ok), sum(n_invalid), sum(n_error), sum(cost), count(*), min(created_at),"
                        + " max(created_at) FROM batch WHERE task_id = ? AND n_sent > 0"
                        + " GROUP BY recipe_id ORDER BY recipe_id",
                r -> new Answers(
                        r.getInt(1),
                        r.getLong(2),
                        r.getLong(3),
                        r.getLong(4),
                        r.getLong(5),
                        r.getLong(6),
                        time(r, 7),
                        time(r, 8)),
                taskId));
    }

    private static @Nullable Long number(ResultSet r, int column) throws SQLException {
        long value = r.getLong(column);
        return r.wasNull() || value == 0 ? null : Long.valueOf(value);
    }

    private static @Nullable Instant time(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() || millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
