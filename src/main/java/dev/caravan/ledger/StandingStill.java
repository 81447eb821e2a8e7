package dev.caravan.ledger;

import dev.caravan.ledger.Overview.Stuck;
import dev.caravan.ledger.SqlLists.Where;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for what does not go on by itself, within one read. */
final class StandingStill {
    private final Connection c;
    private final @Nullable Set<String> tasks;
    private final Instant now;
    private final List<Stuck> all = new ArrayList<>();

    /** @param tasks of whoever asks; null for all, and for what is of no task */
    StandingStill(Connection c, @Nullable Set<String> tasks, Instant now) {
        this.c = c;
        this.tasks = tasks;
        this.now = now;
    }

    List<Stuck> all() throws SQLException {
        pauses();
        sinks();
        batches();
        held();
        budgets();
        if (tasks == null) {
            credentials();
            requests();
        }
        return all;
    }

    /** Of tasks, and of what all tasks may use. How much waits for it is known of tasks and credentials. */
    private void pauses() throws SQLException {
        for (Pauses.Pause pause : SqlPauses.inForce(c, now)) {
            Pauses.What what = pause.what();
            boolean task = what.kind() == Pauses.Kind.TASK;
            if (task && tasks != null && !tasks.contains(what.name())) {
                continue;
            }
            boolean shown = task || tasks == null;
            Instant until = pause.terms().until();
            all.add(new Stuck(
                    what.toString(),
                    waitingFor(pause),
                    (pause.terms().silent() ? "paused, and nobody is called" : "paused")
                            + (shown ? " by " + pause.actor() : " by its operators") + " since " + pause.at()
                            + (until == null ? "" : " until " + until)
                            + (shown && !pause.terms().why().isEmpty()
                                    ? " (" + pause.terms().why() + ")"
                                    : "")
                            + (shown
                                    ? ". When it is to go on: resume --"
                                            + what.kind().word() + "=" + what.name()
                                    : "")));
        }
    }

    private long waitingFor(Pauses.Pause pause) throws SQLException {
        return switch (pause.what().kind()) {
            case TASK ->
                Db.number(
                        c,
                        "SELECT coalesce(sum(n.n), 0) FROM drop_count n JOIN \"drop\" d ON d.id = n.drop_id"
                                + " WHERE d.task_id = ? AND n.state IN (1, 2)",
                        pause.taskId());
            case CREDENTIAL ->
                Db.number(
                        c,
                        "SELECT count(*) FROM batch WHERE state < 7 AND credential = ?",
                        pause.what().name());
            case PROVIDER, MODEL -> 1;
        };
    }

    private void sinks() throws SQLException {
        Where own = own();
        Db.each(
                c,
                "SELECT v.sink, count(*), min(v.pub_id), max(coalesce(v.reason, '')) FROM delivery v JOIN publication p"
                        + " ON p.id = v.pub_id JOIN task t ON t.id = p.task_id " + own
                        + " AND v.state = 5 GROUP BY v.sink ORDER BY v.sink",
                r -> all.add(new Stuck(
                        "sink " + r.getString(1),
                        r.getLong(2),
                        "given up, the first is publication " + r.getLong(3) + " (" + r.getString(4)
                                + "). When the sink works: replay --sink=" + r.getString(1))),
                own.values());
    }

    private void batches() throws SQLException {
        Where own = own();
        Db.each(
                c,
                "SELECT b.id, b.state, b.late, coalesce(b.note, '') FROM batch b JOIN task t ON t.id = b.task_id " + own
                        + " AND b.state < 7 AND (b.state = 4 OR b.late = 1) ORDER BY b.id LIMIT 100",
                r -> all.add(new Stuck(
                        "batch " + r.getLong(1),
                        1,
                        (r.getInt(2) == 4
                                        ? "nobody knows yet whether its provider has it; that is found out before it is sent"
                                                + " again"
                                        : "later than the deadline of its task")
                                + (r.getString(4).isEmpty() ? "" : " (" + r.getString(4) + ")"))),
                own.values());
        Db.each(
                c,
                "SELECT b.id, coalesce(b.note, '') FROM batch b JOIN task t ON t.id = b.task_id " + own
                        + " AND b.state >= 7 AND b.state = 9 ORDER BY b.id DESC LIMIT 10",
                r -> all.add(new Stuck("batch " + r.getLong(1), 1, "lost (" + r.getString(2) + ")")),
                own.values());
    }

    private void held() throws SQLException {
        Where own = own();
        Db.each(
                c,
                "SELECT t.name, sum(n.n) FROM drop_count n JOIN \"drop\" d ON d.id = n.drop_id JOIN task t"
                        + " ON t.id = d.task_id " + own
                        + " AND n.state = 7 AND n.n > 0 GROUP BY t.name ORDER BY t.name",
                r -> all.add(new Stuck(
                        "task " + r.getString(1),
                        r.getLong(2),
                        "held until somebody lets them go: release --task=" + r.getString(1))),
                own.values());
    }

    private void budgets() throws SQLException {
        Where own = own();
        Db.each(
                c,
                "SELECT t.name FROM budget b JOIN task t ON t.id = b.task_id " + own
                        + " AND b.rests_day = ? ORDER BY t.name",
                r -> all.add(
                        new Stuck("task " + r.getString(1), 1, "its budget for today is spent; it goes on tomorrow")),
                own.values(BudgetRows.day(now.toEpochMilli())));
    }

    /** Full ones; then those, and disks, that stopped and do not work again. */
    private void credentials() throws SQLException {
        Db.each(
                c,
                "SELECT credential, model, held_until FROM quota WHERE held_until > ? ORDER BY credential, model",
                r -> all.add(new Stuck(
                        "credential " + r.getString(1),
                        1,
                        "its provider has no room for " + r.getString(2) + " before "
                                + Instant.ofEpochMilli(r.getLong(3)))),
                now.toEpochMilli());
        lastWord(EventKind.CREDENTIAL_STOPPED, EventKind.CREDENTIAL_BACK);
        lastWord(EventKind.DISK_LOW, EventKind.DISK_BACK);
    }

    /** What stopped in the last day, and of which the last word is not that it works again. */
    private void lastWord(EventKind stopped, EventKind back) throws SQLException {
        Db.each(
                c,
                "SELECT e.subject, e.body FROM event e WHERE e.kind = ? AND e.at > ? AND e.id = (SELECT max(o.id) FROM event o"
                        + " WHERE o.subject = e.subject AND o.kind IN (?, ?))",
                r -> all.add(new Stuck(r.getString(1), 1, r.getString(2))),
                stopped.code(),
                now.minus(Duration.ofDays(1)).toEpochMilli(),
                stopped.code(),
                back.code());
    }

    private void requests() throws SQLException {
        long open = Db.number(
                c, "SELECT count(*) FROM request WHERE done_at IS NULL AND at < ?", now.toEpochMilli() - 60_000);
        if (open > 0) {
            all.add(new Stuck("requests", open, "asked for over a minute ago, and no Caravan has answered: start it"));
        }
    }

    private Where own() {
        return new Where().tasks("t.name", tasks);
    }
}
