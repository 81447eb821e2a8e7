package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Erasures} in SQL. */
final class SqlErasures implements Erasures {
    private static final String MINE =
            " FROM erased_record e JOIN record r ON r.id = e.record_id WHERE e.erased_id = ?";

    /** Batches that may bring home something of {@code r}. */
    private static final String BATCHES = "SELECT r.batch_id UNION SELECT p.batch_id FROM attempt_past p"
            + " WHERE p.record_id = r.id UNION SELECT p.batch_id FROM past_member p WHERE p.record_id = r.id"
            + " UNION SELECT s.batch_id FROM surplus s WHERE s.record_id = r.id";

    private final Db db;
    private final Clock clock;

    SqlErasures(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private record Row(long id, long prev, long dropId, RecordState state, long pub) {}

    /** From the current revision back. */
    private static List<Row> revisions(Connection c, String task, String sourceId) throws SQLException {
        String columns = "SELECT r.id, coalesce(r.prev_id, 0), r.drop_id, r.state, coalesce(r.pub_id, 0) FROM record r";
        List<Row> rows = new ArrayList<>();
        Optional<Row> row = Db.one(
                c,
                columns
                        + " WHERE r.current = 1 AND r.source_id = ? AND r.task_id = (SELECT id FROM task WHERE name = ?)",
                SqlErasures::row,
                sourceId,
                task);
        while (row.isPresent()) {
            rows.add(row.get());
            row = Db.one(
                    c,
                    columns + " WHERE r.id = ? AND r.source_id = ?",
                    SqlErasures::row,
                    row.get().prev(),
                    sourceId);
        }
        return rows;
    }

    private static Row row(ResultSet r) throws SQLException {
        return new Row(r.getLong(1), r.getLong(2), r.getLong(3), Codes.recordState(r.getInt(4)), r.getLong(5));
    }

    @Override
    public List<Seen> seen(String task, String sourceId) {
        return db.read(c -> {
            List<Seen> seen = new ArrayList<>();
            for (Row row : revisions(c, task, sourceId)) {
                List<String> sinks = new ArrayList<>(Db.list(
                        c,
                        "SELECT sink FROM delivery WHERE pub_id = ? AND sends > 0 ORDER BY sink",
                        r -> r.getString(1),
                        row.pub()));
                sinks.removeAll(Shares.without(c, row.pub(), row.id()));
                seen.add(0, new Seen(row.id(), row.dropId(), row.state(), sinks));
            }
            return seen;
        });
    }

    @Override
    public boolean knows(Asked asked) {
        return db.read(c -> Db.number(
                        c,
                        "SELECT count(*) FROM erased e JOIN task t ON t.id = e.task_id WHERE t.name = ?"
                                + " AND e.source_hash = ? AND e.at = ?",
                        asked.task(),
                        asked.hash(),
                        asked.at().toEpochMilli())
                > 0);
    }

    @Override
    public Optional<Long> ask(Asked asked) {
        return db.write(c -> {
            Touch.task(c, asked.task());
            List<Row> rows = revisions(c, asked.task(), asked.sourceId());
            boolean nothing = asked.sourceId().isEmpty();
            if (rows.isEmpty() && !nothing) {
                return Optional.<Long>empty();
            }
            long erasure = Db.number(
                    c,
                    "INSERT INTO erased (task_id, source_hash, at, actor, done_at) SELECT id, ?, ?, ?, ? FROM task"
                            + " WHERE name = ? RETURNING id",
                    asked.hash(),
                    asked.at().toEpochMilli(),
                    asked.actor(),
                    nothing ? clock.millis() : null,
                    asked.task());
            var counters = new DropCounters();
            Optional<Long> read = Db.one(
                    c,
                    "SELECT d.id FROM \"drop\" d JOIN task t ON t.id = d.task_id AND t.name = ? WHERE d.state < 4"
                            + " AND d.state = 3 LIMIT 1",
                    r -> r.getLong(1),
                    asked.task());
            if (read.isPresent() && !nothing) {
                throw new LedgerException("Drop " + read.get() + ", in which it may come again, is being read");
            }
            for (Row row : rows) {
                Db.update(c, "INSERT INTO erased_record (erased_id, record_id) VALUES (?, ?)", erasure, row.id());
                stop(c, row, counters);
            }
            counters.store(c);
            return Optional.of(erasure);
        });
    }

    private static void stop(Connection c, Row row, DropCounters counters) throws SQLException {
        RecordState to = row.state();
        switch (row.state()) {
            case QUEUED, INVALID_OUTPUT, PROVIDER_ERROR, REVIEW_REQUIRED, HELD -> to = RecordState.SUPERSEDED;
            case COMPLETED -> to = row.pub() == 0 ? RecordState.SUPERSEDED : row.state();
            default -> {
                // On its way, before readers, or final.
            }
        }
        if (to != row.state()) {
            counters.move(row.dropId(), row.state(), to, 1);
            Db.update(c, "DELETE FROM todo WHERE record_id = ?", row.id());
        }
        Db.update(
                c,
                "UPDATE record SET current = 0, state = ?, stale = CASE WHEN state = 2 THEN 1 ELSE stale END WHERE id = ?",
                to.code(),
                row.id());
    }

    @Override
    public List<Long> home() {
        return db.read(c -> Db.list(
                c,
                "SELECT e.id FROM erased e WHERE e.done_at IS NULL AND NOT EXISTS (SELECT 1 FROM erased_record m"
                        + " JOIN record r ON r.id = m.record_id WHERE m.erased_id = e.id AND (r.state IN (1, 2, 3)"
                        + " OR EXISTS (SELECT 1 FROM (" + BATCHES
                        + ") o JOIN batch b ON b.id = o.batch_id WHERE b.state < 7"
                        + " OR EXISTS (SELECT 1 FROM twin t WHERE t.batch_id = b.id AND t.state < 4)))) ORDER BY e.id",
                r -> r.getLong(1)));
    }

    /** A batch brought something home after a record of it was erased: that goes, too. */
    static void again(Connection c, long batchId) throws SQLException {
        Db.update(
                c,
                "UPDATE erased SET done_at = NULL WHERE done_at IS NOT NULL AND id IN (SELECT e.erased_id FROM surplus s"
                        + " CROSS JOIN erased_record e ON e.record_id = s.record_id WHERE s.batch_id = ?)",
                batchId);
    }

    @Override
    public Traces traces(long erasure) {
        return db.read(c -> ErasureTraces.of(c, erasure));
    }

    @Override
    public Optional<Frame> frame(long dropId, long afterFirstId) {
        return db.read(c -> ErasureTraces.after(c, dropId, afterFirstId));
    }

    @Override
    public List<Long> rows(Frame frame) {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM record WHERE id >= ? AND id < ?",
                r -> r.getLong(1),
                frame.firstId(),
                frame.firstId() + frame.lines()));
    }

    @Override
    public void repoint(Line line, String path, String sha256) {
        db.write(c -> switch (line.kind()) {
            case REQUEST ->
                Db.update(c, "UPDATE batch SET requests = ?, sha256 = ? WHERE id = ?", path, sha256, line.owner());
            case RESULT ->
                Db.update(
                        c,
                        "UPDATE result_file SET path = ?, received = coalesce(received, sha256), sha256 = ?"
                                + " WHERE batch_id = ? AND no = ?",
                        path,
                        sha256,
                        line.owner(),
                        line.file());
            case PUBLICATION -> Shares.repoint(c, line.owner(), path, sha256);
        });
    }

    @Override
    public void repoint(Frame frame, String segment, long offset) {
        db.write(c -> {
            Db.update(c, "DELETE FROM drop_file WHERE drop_id = ? AND path = ?", frame.dropId(), frame.segment());
            DropCounters.moved(c, frame.dropId());
            return Db.update(
                    c,
                    "UPDATE chunk SET segment = ?, frame_off = CASE WHEN first_id = ? THEN ? ELSE frame_off END"
                            + " WHERE drop_id = ? AND segment = ?",
                    segment,
                    frame.firstId(),
                    offset,
                    frame.dropId(),
                    frame.segment());
        });
    }

    @Override
    public void sourceGone(long dropId, String path) {
        db.write(c -> {
            int told = Db.update(c, "DELETE FROM drop_file WHERE drop_id = ? AND path = ?", dropId, path);
            told += Db.update(c, "UPDATE \"drop\" SET spool_path = NULL WHERE id = ? AND spool_path = ?", dropId, path);
            if (told > 0) {
                DropCounters.moved(c, dropId);
            }
            return 0;
        });
    }

    @Override
    public void done(long erasure) {
        db.write(c -> {
            record Mine(long id, long dropId, String sourceId) {}
            List<Mine> records = Db.list(
                    c,
                    "SELECT r.id, r.drop_id, r.source_id" + MINE,
                    r -> new Mine(r.getLong(1), r.getLong(2), r.getString(3)),
                    erasure);
            for (Mine one : records) {
                Db.update(c, "UPDATE attempt_past SET why = '' WHERE record_id = ?", one.id());
                Db.update(c, "DELETE FROM event WHERE subject = ?", "record " + one.id());
                PersonalValues.blank(c, one.id());
                Db.update(
                        c,
                        "UPDATE refusal SET detail = 'erased' WHERE drop_id IN (SELECT d.id FROM \"drop\" d"
                                + " JOIN erased x ON x.task_id = d.task_id WHERE x.id = ? AND d.refused > 0)"
                                + " AND code = 'duplicate_key_other_content' AND replace(detail, ?, '') <> detail",
                        erasure,
                        "\"" + one.sourceId() + "\"");
                Db.update(
                        c,
                        "UPDATE record SET content = 0, source_id = 'erased:' ||"
                                + " (SELECT source_hash FROM erased WHERE id = ?) WHERE id = ?",
                        erasure,
                        one.id());
                DropCounters.moved(c, one.dropId());
            }
            tell(c, erasure, records.size());
            return Db.update(c, "UPDATE erased SET done_at = ? WHERE id = ?", clock.millis(), erasure);
        });
    }

    private void tell(Connection c, long erasure, int records) throws SQLException {
        record Head(String task, String hash, String actor) {}
        Head head = Db.one(
                        c,
                        "SELECT t.name, e.source_hash, e.actor FROM erased e JOIN task t ON t.id = e.task_id"
                                + " WHERE e.id = ?",
                        r -> new Head(r.getString(1), r.getString(2), r.getString(3)),
                        erasure)
                .orElseThrow();
        SqlEvents.insert(
                c,
                clock.millis(),
                EventKind.ERASED,
                "task " + head.task(),
                head.actor(),
                "Erasure " + erasure + ": a source record in " + records + (records == 1 ? " revision" : " revisions")
                        + " was erased; its keyed hash is " + head.hash());
    }
}
