package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Rest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/** Settles the members that no result line spoke of, a stretch of them at a time, all of a stretch at once. */
final class RestMover {
    private static final String MISSING = "missing";
    private static final Set<String> WITHOUT_LINE = Set.of(MISSING, "results_gone", "window_over");
    private static final String NOT_RUN = "not_run";

    private final Connection c;
    private final Batches.Batch batch;
    private final Rest rest;
    private final long now;
    private final boolean cancelled;
    private final String mine;
    private final String target;

    RestMover(Connection c, Batches.Batch batch, Rest rest, boolean cancelled, long now) {
        this.c = c;
        this.batch = batch;
        this.rest = rest;
        this.now = now;
        this.cancelled = cancelled;
        this.mine = "r.batch_id = " + batch.id() + " AND r.state = 2";
        this.target = "CASE WHEN r.stale = 1 THEN 10 WHEN " + ending(rest, cancelled) + " END";
    }

    /** Whether this code says that no line spoke of a record. */
    static boolean hasNoLine(String code) {
        return WITHOUT_LINE.contains(code);
    }

    private static String ending(Rest rest, boolean cancelled) {
        if (rest.notRun()) {
            return "true THEN " + (cancelled ? RecordState.HELD : RecordState.QUEUED).code();
        }
        boolean review = rest.reviewAt() > 0;
        return review ? "r.tries + 1 >= " + rest.reviewAt() + " THEN 6 ELSE 5" : "true THEN 5";
    }

    /** @param part of those that go again, as the stretches before had it */
    record Settled(int members, long part) {
        static final Settled NONE = new Settled(0, 0);
    }

    /** All of them. */
    int settle() throws SQLException {
        return settle(batch.members(), Settled.NONE).members();
    }

    Settled settle(Members stretch, Settled before) throws SQLException {
        long part = before.part() > 0 || !rest.notRun() || cancelled ? before.part() : Parts.ofMoved(c, batch);
        MemberRuns.fill(c, stretch.runs());
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, 2, " + target + " AS target, count(*)" + MemberRuns.RECORDS + " WHERE " + mine
                        + " GROUP BY r.drop_id, target");
        counters.store(c);
        if (rest.notRun() && !cancelled) {
            Attempts.keep(c, mine + " AND r.stale = 0", NOT_RUN, rest.detail());
        }
        list(part);
        int settled = Db.update(
                c,
                "UPDATE record AS r SET state = " + target + ", code = ?, tries = tries + ? FROM temp.run m WHERE"
                        + MemberRuns.IN_RUN + "AND " + mine,
                !rest.notRun() ? lacking() : cancelled ? Codes.CANCELLED : NOT_RUN,
                rest.notRun() || rest.code() != null ? 0 : 1);
        String counter = rest.notRun() ? "n_notrun" : "n_missing";
        Db.update(c, "UPDATE batch SET " + counter + " = " + counter + " + ? WHERE id = ?", settled, batch.id());
        return new Settled(before.members() + settled, part);
    }

    private String lacking() {
        return rest.code() == null ? MISSING : rest.code();
    }

    private void list(long part) throws SQLException {
        Instant again = rest.retryAt();
        int failed = (again == null ? TodoKind.FAILED : TodoKind.RETRY).code();
        String kind = "CASE " + target + " WHEN 1 THEN " + TodoKind.QUEUED.code() + " WHEN 7 THEN "
                + TodoKind.HELD.code() + " WHEN 6 THEN " + TodoKind.REVIEW.code() + " ELSE " + failed + " END";
        String due = "CASE " + target + " WHEN 5 THEN ? ELSE 0 END";
        Db.update(
                c,
                "INSERT INTO todo (record_id, task_id, kind, due, since, part, detail, drop_id, reason, version)"
                        + " SELECT r.id, r.task_id, " + kind + ", " + due + ", ?, ?, ?, r.drop_id, ?, "
                        + TodoWriter.NEXT_VERSION + MemberRuns.RECORDS
                        + " WHERE r.stale = 0 AND " + mine + TodoWriter.INSTEAD,
                again == null ? 0 : again.toEpochMilli(),
                now,
                part,
                rest.detail(),
                lacking());
    }
}
