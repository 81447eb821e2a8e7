package dev.caravan.ledger;

import dev.caravan.ledger.Decisions.Labelled;
import dev.caravan.ledger.Decisions.Made;
import dev.caravan.ledger.Decisions.NewDecision;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Writes and reads the rows that tell of decisions. */
final class DecisionRows {
    private static final String MADE =
            "SELECT d.id, d.at, d.actor, d.act, d.version, d.attempt, d.recipe_id, d.reason, d.why,"
                    + " d.before, d.after, d.before_state, d.after_state, d.assignee, d.model, d.took";

    private DecisionRows() {}

    /** @param took milliseconds since somebody opened the item; null where nobody did */
    record Change(
            RecordState from,
            RecordState to,
            @Nullable Integer editNo,
            @Nullable String before,
            @Nullable String after,
            @Nullable String model,
            @Nullable Long took) {}

    static void insert(Connection c, long now, ItemRow item, NewDecision d, Change change) throws SQLException {
        Db.update(
                c,
                "INSERT INTO decision (record_id, task_id, drop_id, recipe_id, attempt, at, actor, act, version, reason, why,"
                        + " edit_no, before, after, after_mac, before_state, after_state, assignee, model, took)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                item.recordId(),
                item.taskId(),
                item.dropId(),
                item.recipeId(),
                item.attempt(),
                now,
                d.actor(),
                d.act().code(),
                item.version(),
                item.reason(),
                d.why(),
                change.editNo(),
                change.before(),
                change.after(),
                mac(c, change.after()),
                change.from().code(),
                change.to().code(),
                d.assignee(),
                change.model(),
                change.took());
    }

    /** What manifests know of a value that a person gave: keyed, so that it tells nothing without this ledger. */
    private static @Nullable String mac(Connection c, @Nullable String value) throws SQLException {
        if (value == null) {
            return null;
        }
        byte[] key = Db.one(c, "SELECT mac_key FROM ledger WHERE id = 1", r -> r.getBytes(1))
                .orElseThrow();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    static List<Made> of(Connection c, long recordId) throws SQLException {
        return Db.list(c, MADE + " FROM decision d WHERE d.record_id = ? ORDER BY d.id", DecisionRows::made, recordId);
    }

    static Map<Long, Made> rejections(Connection c, List<Long> recordIds) throws SQLException {
        MemberRuns.fillIds(c, recordIds);
        Map<Long, Made> last = new HashMap<>();
        Db.each(
                c,
                MADE + ", d.record_id FROM temp.run m CROSS JOIN decision d ON d.record_id >= +m.first_id"
                        + " AND d.record_id < +m.end_id WHERE d.act = ? ORDER BY d.id",
                r -> last.put(r.getLong(17), made(r)),
                Act.REJECT.code());
        return last;
    }

    private static Made made(ResultSet r) throws SQLException {
        return new Made(
                r.getLong(1),
                Instant.ofEpochMilli(r.getLong(2)),
                r.getString(3),
                Act.of(r.getInt(4)),
                r.getInt(5),
                r.getInt(6),
                r.getInt(7),
                r.getString(8),
                r.getString(9),
                r.getString(10),
                r.getString(11),
                Codes.recordState(r.getInt(12)),
                Codes.recordState(r.getInt(13)),
                r.getString(14),
                r.getString(15),
                duration(r, 16));
    }

    private static @Nullable Duration duration(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Duration.ofMillis(millis);
    }

    /** Nothing of what was erased, or whose payloads are deleted. */
    static List<Labelled> labelled(Connection c, String task, long afterId, Instant since, boolean approved, int limit)
            throws SQLException {
        return Db.list(
                c,
                "SELECT d.id, d.record_id, r.source_id, d.attempt, d.recipe_id, d.at, d.actor,"
                        + " coalesce(d.reason, ''), d.why, d.before, d.after FROM decision d CROSS JOIN record r"
                        + " ON r.id = d.record_id CROSS JOIN \"drop\" o ON o.id = d.drop_id AND o.purge = 0 WHERE d.id > ?"
                        + " AND d.task_id = (SELECT id FROM task WHERE name = ?) AND d.at >= ?"
                        + " AND d.act IN (1, 2) AND d.after_state = 3 AND (d.after IS NOT NULL OR ?)"
                        + " AND NOT EXISTS (SELECT 1 FROM erased_record e WHERE e.record_id = r.id)"
                        + " ORDER BY d.id LIMIT ?",
                r -> new Labelled(
                        r.getLong(1),
                        r.getLong(2),
                        r.getString(3),
                        r.getInt(4),
                        r.getInt(5),
                        Instant.ofEpochMilli(r.getLong(6)),
                        r.getString(7),
                        r.getString(8),
                        r.getString(9),
                        r.getString(10),
                        r.getString(11)),
                afterId,
                task,
                since.toEpochMilli(),
                approved,
                limit);
    }
}
