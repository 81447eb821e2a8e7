package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@link Decisions} in SQL. */
final class SqlDecisions implements Decisions {
    private static final String MANUAL = "review.manual";

    private final Db db;
    private final Clock clock;

    SqlDecisions(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public Decided decide(NewDecision decision) {
        return db.write(c -> {
            var deciding = new Deciding(c, clock.millis());
            Decided decided = deciding.decide(ItemRow.open(c, decision.recordId()), decision);
            deciding.end(decision.again());
            return decided;
        });
    }

    @Override
    public Many decideAll(List<Long> recordIds, NewDecision pattern) {
        return db.write(c -> {
            var deciding = new Deciding(c, clock.millis());
            int done = 0;
            int open = 0;
            for (long id : recordIds) {
                try {
                    ItemRow item = ItemRow.open(c, id);
                    Decided decided = deciding.decide(item, pattern.on(id, item.version()));
                    done++;
                    open += pattern.second() && decided.version() > 0 ? 1 : 0;
                } catch (ItemConflictException others) {
                    // Passed over, and not counted: it throws before it changes anything.
                }
            }
            deciding.end(pattern.again());
            return new Many(done, open);
        });
    }

    @Override
    public void ask(long recordId, String actor, String why) {
        db.write(c -> {
            Asked asked = Asked.find(c, recordId);
            asked.check();
            var counters = new DropCounters();
            counters.move(asked.item().dropId(), asked.state(), RecordState.REVIEW_REQUIRED, 1);
            counters.store(c);
            var decision = new NewDecision(recordId, 0, Act.ASK, actor, why, null, null, null, null, false);
            DecisionRows.insert(
                    c,
                    clock.millis(),
                    asked.item(),
                    decision,
                    new DecisionRows.Change(asked.state(), RecordState.REVIEW_REQUIRED, null, null, null, null, null));
            Db.update(c, "UPDATE record SET state = 6, code = ? WHERE id = ?", MANUAL, recordId);
            new TodoWriter(c, clock.millis()).review(recordId, MANUAL, why, clock.millis());
            return 0;
        });
    }

    @Override
    public List<Made> of(long recordId) {
        return db.read(c -> DecisionRows.of(c, recordId));
    }

    @Override
    public Map<Long, Made> rejections(List<Long> recordIds) {
        return recordIds.isEmpty() ? Map.of() : db.read(c -> DecisionRows.rejections(c, recordIds));
    }

    @Override
    public List<Labelled> labelled(String task, long afterId, Instant since, boolean approved, int limit) {
        return db.read(c -> DecisionRows.labelled(c, task, afterId, since, approved, limit));
    }

    /** A record that somebody wants to be looked at. */
    private record Asked(RecordState state, boolean locked, boolean stale, ItemRow item) {

        static Asked find(Connection c, long recordId) throws SQLException {
            return Db.one(
                            c,
                            "SELECT r.state, r.pub_id IS NOT NULL, r.stale = 1, coalesce(r.code, 'ok'), "
                                    + TodoWriter.NEXT_VERSION
                                    + ", r.task_id, r.drop_id, r.recipe_id, r.attempt, r.current,"
                                    + " coalesce(b.state, 7) >= 7, o.purge > 0 FROM record r JOIN \"drop\" o"
                                    + " ON o.id = r.drop_id LEFT JOIN batch b ON b.id = r.batch_id WHERE r.id = ?",
                            r -> new Asked(
                                    Codes.recordState(r.getInt(1)),
                                    r.getBoolean(2),
                                    r.getBoolean(3),
                                    new ItemRow(
                                            recordId,
                                            r.getInt(5),
                                            null,
                                            0,
                                            null,
                                            r.getString(4),
                                            ItemRow.Opened.NEVER,
                                            r.getInt(6),
                                            r.getLong(7),
                                            r.getInt(8),
                                            r.getInt(9),
                                            r.getInt(10) == 1,
                                            r.getBoolean(11),
                                            r.getBoolean(12))),
                            recordId)
                    .orElseThrow(() -> new ItemConflictException("The ledger has no record " + recordId));
        }

        void check() {
            boolean may = switch (state) {
                case COMPLETED -> !locked && !stale;
                case INVALID_OUTPUT, PROVIDER_ERROR -> true;
                default -> false;
            };
            String record = "Record " + item.recordId();
            if (!may) {
                throw new ItemConflictException(record + " is " + state.name().toLowerCase(Locale.ROOT)
                        + (locked ? " and in a publication" : "")
                        + "; a person can be asked about one that is completed and in no publication, has invalid output"
                        + " or failed at its provider");
            }
            if (!item.current() || !item.settled() || item.stopped()) {
                throw new ItemConflictException(record
                        + (!item.current()
                                ? " is not the newest revision of its source record"
                                : item.stopped()
                                        ? " has no payloads any more"
                                        : " is of a batch that is still being collected; ask again in a minute"));
            }
        }
    }
}
