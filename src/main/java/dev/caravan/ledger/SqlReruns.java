package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Reruns} in SQL. */
final class SqlReruns implements Reruns {
    private static final int QUEUEING = 1;
    private static final int WRITING = 2;
    private static final int DONE = 3;
    private static final String COLUMNS = "SELECT id, at, actor, why, task_id, filter, records, cost_est, state,"
            + " last_drop, done_drop, done_id, n_again, n_anew, drop_id, done_at FROM rerun ";

    private final Db db;
    private final Clock clock;

    SqlReruns(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Long> drops(int taskId, long upTo) {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM \"drop\" WHERE task_id = ? AND state IN (4, 5) AND id <= ? AND purge < 3 ORDER BY id",
                r -> r.getLong(1),
                taskId,
                upTo));
    }

    @Override
    public List<Group> groups(long dropId, Query query) {
        var sql = new RerunSql(query, clock.millis());
        return db.audit(c -> Db.list(
                c,
                sql.groups(),
                r -> new Group(
                        r.getBoolean(1),
                        Codes.recordState(r.getInt(2)),
                        Fate.values()[r.getInt(3)],
                        r.getInt(4),
                        r.getLong(5),
                        r.getLong(6),
                        new Sum(r.getLong(7), r.getLong(8), r.getLong(9))),
                sql.valuesThen(dropId, 0, 0)));
    }

    @Override
    public long begin(NewRerun rerun, long request) {
        return db.write(c -> {
            long id = Db.number(
                    c,
                    "INSERT INTO rerun (at, actor, why, task_id, filter, records, cost_est, state, last_drop)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM \"drop\")) RETURNING id",
                    clock.millis(),
                    rerun.actor(),
                    rerun.why(),
                    rerun.taskId(),
                    rerun.filter(),
                    rerun.records(),
                    rerun.micros(),
                    QUEUEING);
            SqlEvents.insert(
                    c,
                    clock.millis(),
                    EventKind.RERUN,
                    "rerun " + id,
                    rerun.actor(),
                    rerun.records() + " records go again. Why: " + rerun.why() + ". Which: " + rerun.filter());
            String answer = "rerun " + id + " has begun: " + rerun.records() + " records go again";
            if (request > 0 && !SqlRequests.answer(c, clock.millis(), request, Requests.Answer.done(answer))) {
                throw new LedgerException(
                        "Request " + request + " was answered before. No second rerun is begun for it");
            }
            return id;
        });
    }

    @Override
    public List<Rerun> open() {
        return db.read(c -> Db.list(c, COLUMNS + "WHERE done_at IS NULL ORDER BY id", SqlReruns::rerun));
    }

    @Override
    public List<Rerun> newest(int limit, long before, @Nullable Set<String> tasks) {
        List<Object> values = new ArrayList<>(List.of(before == 0 ? Long.MAX_VALUE : before));
        String named = "";
        if (tasks != null) {
            values.addAll(tasks);
            named = " AND task_id IN (SELECT id FROM task WHERE name IN ("
                    + (tasks.isEmpty() ? "NULL" : String.join(", ", Collections.nCopies(tasks.size(), "?"))) + "))";
        }
        values.add(limit);
        String condition = "WHERE id < ?" + named;
        return db.read(
                c -> Db.list(c, COLUMNS + condition + " ORDER BY id DESC LIMIT ?", SqlReruns::rerun, values.toArray()));
    }

    @Override
    public Optional<Rerun> find(long id) {
        return db.read(c -> Db.one(c, COLUMNS + "WHERE id = ?", SqlReruns::rerun, id));
    }

    @Override
    public List<Long> again(long dropId, Query query, long afterRecordId, int limit) {
        var sql = new RerunSql(query, clock.millis());
        return db.audit(c -> Db.list(
                c,
                sql.page("r.id", Fate.AGAIN, "", limit),
                r -> r.getLong(1),
                sql.values(dropId, afterRecordId, afterRecordId)));
    }

    @Override
    public void queue(Rerun rerun, Query query, long dropId, long upToRecord, List<Long> recordIds) {
        var sql = new RerunSql(query, clock.millis());
        db.write(c -> {
            List<Long> ids = List.of();
            if (!recordIds.isEmpty()) {
                // What moved since it was looked at stays where it is.
                MemberRuns.fillIds(c, recordIds);
                ids = Db.list(
                        c, "SELECT r.id" + RerunSql.OF_RUNS + sql.is(Fate.AGAIN), r -> r.getLong(1), sql.values());
                tellReviews(c, ids, rerun);
                // Who pays for it expects as many attempts as are configured. Answers that broke a rule count on: a
                // rerun is
                // all that repeats them, and after so many a person looks.
                MemberRuns.fillIds(c, ids);
                Db.update(
                        c,
                        "UPDATE record AS r SET tries = 0 FROM temp.run m WHERE" + MemberRuns.IN_RUN
                                + "AND r.state = 5");
                new HeldMover(c, clock.millis()).queue(ids, EffortKind.RERUN);
                tellAttempts(c, rerun);
            }
            return Db.update(
                    c,
                    "UPDATE rerun SET done_drop = ?, done_id = ?, n_again = n_again + ? WHERE id = ?",
                    dropId,
                    upToRecord,
                    ids.size(),
                    rerun.id());
        });
    }

    /** A decision on what somebody saw before must not fall on the new answer: each takes a version of its item (rule 42). */
    private void tellReviews(Connection c, List<Long> ids, Rerun rerun) throws SQLException {
        MemberRuns.fillIds(c, ids);
        Db.update(
                c,
                "INSERT INTO decision (record_id, task_id, drop_id, recipe_id, attempt, at, actor, act, version, reason, why,"
                        + " before_state, after_state) SELECT r.id, r.task_id, r.drop_id, r.recipe_id, r.attempt, ?, ?, ?,"
                        + " t.version, t.reason, ?, 6, 1" + MemberRuns.RECORDS
                        + " CROSS JOIN todo t ON t.record_id = r.id AND t.kind = 4 WHERE r.state = 6",
                clock.millis(),
                rerun.actor(),
                Act.AGAIN.code(),
                told(rerun));
    }

    /** The attempt that is over says why there is another one. */
    private static void tellAttempts(Connection c, Rerun rerun) throws SQLException {
        Db.update(
                c,
                "UPDATE attempt_past SET why = CASE WHEN coalesce(why, '') = '' THEN ? ELSE why || '; ' || ? END"
                        + " WHERE (record_id, attempt) IN (SELECT r.id, r.attempt" + MemberRuns.RECORDS + ")",
                told(rerun),
                told(rerun));
    }

    private static String told(Rerun rerun) {
        return "rerun " + rerun.id() + " by " + rerun.actor() + ": " + rerun.why();
    }

    @Override
    public void queued(Rerun rerun) {
        db.write(c -> Db.update(c, "UPDATE rerun SET state = ? WHERE id = ?", WRITING, rerun.id()));
    }

    @Override
    public List<Anew> anew(Rerun rerun, long dropId, Query query, long afterRecordId, int limit) {
        long now = clock.millis();
        var sql = new RerunSql(query, now);
        // A batch of the future is one of the past: the clock was set right since.
        String asked = " AND NOT coalesce(b.created_at > " + rerun.at().toEpochMilli() + " AND b.created_at <= " + now
                + ", false)";
        return db.audit(c -> Db.list(
                c,
                sql.page(
                        "r.id, k.segment, k.frame_off, r.id - k.first_id, coalesce(" + EffortRows.DAY
                                + ", 0), coalesce(b.model, ''), r.cost_u",
                        Fate.ANEW,
                        asked,
                        limit),
                r -> new Anew(
                        r.getLong(1),
                        new Assembly.InputAt(r.getString(2), r.getLong(3), r.getInt(4)),
                        new Answer(r.getLong(5), r.getString(6), r.getLong(7))),
                sql.values(dropId, afterRecordId, afterRecordId)));
    }

    @Override
    public void dropped(Rerun rerun, long dropId) {
        db.write(c -> Db.update(c, "UPDATE rerun SET drop_id = ? WHERE id = ?", dropId, rerun.id()));
    }

    @Override
    public void written(Rerun rerun, List<Replaced> replaced) {
        db.write(c -> {
            boolean first = Db.update(c, "UPDATE rerun SET counted = 1 WHERE id = ? AND counted = 0", rerun.id()) == 1;
            for (Replaced one : first ? replaced : List.<Replaced>of()) {
                EffortRows.replaced(c, rerun.taskId(), one);
            }
            return 0;
        });
    }

    @Override
    public void done(Rerun rerun, int anew) {
        db.write(c -> Db.update(
                c,
                "UPDATE rerun SET state = ?, n_anew = ?, done_at = ? WHERE id = ?",
                DONE,
                anew,
                clock.millis(),
                rerun.id()));
    }

    private static Rerun rerun(ResultSet r) throws SQLException {
        long drop = r.getLong(15);
        @Nullable Long dropId = r.wasNull() ? null : drop;
        long doneAt = r.getLong(16);
        @Nullable Instant done = r.wasNull() ? null : Instant.ofEpochMilli(doneAt);
        return new Rerun(
                r.getLong(1),
                Instant.ofEpochMilli(r.getLong(2)),
                r.getString(3),
                r.getString(4),
                r.getInt(5),
                r.getString(6),
                r.getLong(7),
                r.getLong(8),
                r.getInt(9) > QUEUEING,
                r.getLong(10),
                r.getLong(11),
                r.getLong(12),
                r.getInt(13),
                r.getInt(14),
                dropId,
                done);
    }
}
