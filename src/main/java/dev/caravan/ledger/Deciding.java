package dev.caravan.ledger;

import dev.caravan.ledger.Decisions.Again;
import dev.caravan.ledger.Decisions.Decided;
import dev.caravan.ledger.Decisions.NewDecision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decisions of one transaction. What goes again is moved at its end, all at once. */
final class Deciding {
    private final Connection c;
    private final long now;
    private final DropCounters counters = new DropCounters();
    private final List<Long> again = new ArrayList<>();
    private final Map<Whose, Effort> efforts = new LinkedHashMap<>();

    Deciding(Connection c, long now) {
        this.c = c;
        this.now = now;
    }

    Decided decide(ItemRow item, NewDecision d) throws SQLException {
        item.checkFree(d.actor(), now);
        item.checkVersion(c, d.version());
        return switch (d.act()) {
            case APPROVE, EDIT -> value(item, d);
            case REJECT -> reject(item, d);
            case AGAIN -> again(item, d);
            case ASSIGN -> assign(item, d);
            case COMMENT -> {
                note(item, d, RecordState.REVIEW_REQUIRED, Value.NONE);
                yield raise(item, d, "");
            }
            case ASK -> throw new ItemConflictException("Record " + item.recordId() + " is open for review already");
        };
    }

    /** @param again who answers what goes again; null for the model of the task */
    void end(@Nullable Again by) throws SQLException {
        counters.store(c);
        for (Map.Entry<Whose, Effort> one : efforts.entrySet()) {
            Effort effort = one.getValue();
            Whose whose = one.getKey();
            EffortRows.decided(c, BudgetRows.day(now), whose.taskId(), whose.model(), effort.decisions, effort.millis);
        }
        new HeldMover(c, now).queue(again);
        if (by != null && !again.isEmpty()) {
            OneMore.by(c, by.recipeId(), again);
        }
    }

    /**
     * Where two pairs of eyes must agree, the first leaves the item open; a value that the second one changes is new to the
     * first, and waits for somebody else.
     */
    private Decided value(ItemRow item, NewDecision d) throws SQLException {
        if (d.second() && d.actor().equals(item.firstEyes())) {
            throw new ItemConflictException("Record " + item.recordId() + " was decided by " + d.actor()
                    + " already; this task wants a second person to agree");
        }
        Optional<Value> pending = pending(item.recordId());
        boolean same = d.act() == Act.APPROVE
                || pending.filter(p -> String.valueOf(d.value()).equals(p.after()))
                        .isPresent();
        Value value = same ? pending.orElse(Value.NONE) : newEdit(item.recordId(), d);
        if (d.second() && (item.firstEyes() == null || !same)) {
            note(item, d, RecordState.REVIEW_REQUIRED, value);
            return raise(item, d, ", first_eyes = ?, holder = NULL, held_until = 0", d.actor());
        }
        note(item, d, RecordState.COMPLETED, value);
        Db.update(
                c,
                "UPDATE record SET person = 1, code = ? WHERE id = ?",
                value.no() == null ? "approved" : "edited",
                item.recordId());
        new TodoWriter(c, now).put(item.recordId(), item.taskId(), TodoKind.PUBLISH, 0, null);
        return move(item, d, RecordState.COMPLETED);
    }

    /** The value that somebody gave this answer and that is not published yet. */
    private Optional<Value> pending(long recordId) throws SQLException {
        return Db.one(
                c,
                "SELECT e.no, e.value, (SELECT d.before FROM decision d WHERE d.record_id = e.record_id"
                        + " AND d.edit_no = e.no ORDER BY d.id LIMIT 1) FROM edit e WHERE e.record_id = ?"
                        + " ORDER BY e.no DESC LIMIT 1",
                r -> new Value(r.getInt(1), r.getString(3), r.getString(2)),
                recordId);
    }

    /** Numbers are never used twice for a record, also when its earlier edits are gone. */
    private Value newEdit(long recordId, NewDecision d) throws SQLException {
        int no = 1 + (int) Db.number(c, "SELECT coalesce(max(edit_no), 0) FROM decision WHERE record_id = ?", recordId);
        Db.update(c, "INSERT INTO edit (record_id, no, value) VALUES (?, ?, ?)", recordId, no, d.value());
        return new Value(no, d.before(), d.value());
    }

    private Decided reject(ItemRow item, NewDecision d) throws SQLException {
        Touch.task(c, item.taskId());
        note(item, d, RecordState.DISCARDED, Value.NONE);
        Db.update(c, "UPDATE record SET code = 'rejected' WHERE id = ?", item.recordId());
        Db.update(c, "DELETE FROM todo WHERE record_id = ?", item.recordId());
        return move(item, d, RecordState.DISCARDED);
    }

    private Decided again(ItemRow item, NewDecision d) throws SQLException {
        if (!item.settled()) {
            throw new ItemConflictException("Record " + item.recordId()
                    + " can't be sent again while its batch is being collected; try again in a minute");
        }
        if (item.stopped()) {
            throw new ItemConflictException("Record " + item.recordId()
                    + " can't be sent again: its drop was cancelled, or its input is deleted by age");
        }
        note(item, d, RecordState.QUEUED, Value.NONE);
        again.add(item.recordId());
        return new Decided(item.recordId(), d.act(), RecordState.QUEUED, 0);
    }

    private Decided assign(ItemRow item, NewDecision d) throws SQLException {
        note(item, d, RecordState.REVIEW_REQUIRED, Value.NONE);
        return raise(
                item, d, ", assignee = ?, holder = CASE WHEN holder = ? THEN holder END", d.assignee(), d.assignee());
    }

    private Decided raise(ItemRow item, NewDecision d, String more, @Nullable Object... values) throws SQLException {
        @Nullable Object[] all = new @Nullable Object[values.length + 1];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = item.recordId();
        Db.update(c, "UPDATE todo SET version = version + 1" + more + " WHERE record_id = ?", all);
        return new Decided(item.recordId(), d.act(), RecordState.REVIEW_REQUIRED, item.version() + 1);
    }

    private Decided move(ItemRow item, NewDecision d, RecordState to) throws SQLException {
        counters.move(item.dropId(), RecordState.REVIEW_REQUIRED, to, 1);
        Db.update(c, "UPDATE record SET state = ? WHERE id = ?", to.code(), item.recordId());
        return new Decided(item.recordId(), d.act(), to, 0);
    }

    private void note(ItemRow item, NewDecision d, RecordState to, Value value) throws SQLException {
        Again by = d.again();
        Long took = took(item, d.actor());
        efforts.computeIfAbsent(new Whose(item.taskId(), item.opened().model()), w -> new Effort())
                .add(d.act(), took);
        DecisionRows.insert(
                c,
                now,
                item,
                d,
                new DecisionRows.Change(
                        RecordState.REVIEW_REQUIRED,
                        to,
                        value.no(),
                        value.before(),
                        value.after(),
                        by == null ? null : by.model(),
                        took));
    }

    /**
     * How long its holder looked at it: since it was opened or, where that is later, since the last thing that this person
     * decided, for nobody looks at two items at a time. Never more than a claim lasts: breaks are no work.
     */
    private @Nullable Long took(ItemRow item, String actor) throws SQLException {
        if (!actor.equals(item.holder()) || item.opened().at() == 0) {
            return null;
        }
        long last = Db.number(c, "SELECT coalesce(max(at), 0) FROM decision WHERE actor = ?", actor);
        long time = now - Math.max(item.opened().at(), last);
        return Math.max(0, Math.min(time, item.opened().lease()));
    }

    private record Whose(int taskId, String model) {}

    private static final class Effort {
        private long decisions;
        private long millis;

        void add(Act act, @Nullable Long took) {
            decisions += act == Act.COMMENT || act == Act.ASSIGN ? 0 : 1;
            millis += took == null ? 0 : took;
        }
    }

    /** A value that a person gave; {@link #NONE} where the answer of the model counts. */
    private record Value(
            @Nullable Integer no,
            @Nullable String before,
            @Nullable String after) {
        static final Value NONE = new Value(null, null, null);
    }
}
