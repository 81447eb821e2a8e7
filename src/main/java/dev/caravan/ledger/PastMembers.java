package dev.caravan.ledger;

import dev.caravan.ledger.Restores.PastBatch;
import dev.caravan.ledger.Restores.PastMember;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the records that members of a past batch are, by source id and content, and gives them to it. */
final class PastMembers {
    private static final String RESTORED = "restored";
    private static final String WHY = "sent again in a batch that the restored ledger did not know";

    /** States that a later attempt may follow; of a drop that was deleted by age nothing goes again. */
    private static final String MAY_FOLLOW = "r.state IN (1, 2, 4, 5, 6, 7)"
            + " AND EXISTS (SELECT 1 FROM \"drop\" d WHERE d.id = r.drop_id AND d.purge = 0)";

    private final Connection c;
    private final PastBatch batch;

    PastMembers(Connection c, PastBatch batch) {
        this.c = c;
        this.batch = batch;
    }

    void attach(List<PastMember> members) throws SQLException {
        List<Long> mine = new ArrayList<>();
        List<PastMember> their = new ArrayList<>();
        try (PreparedStatement note = c.prepareStatement(
                "INSERT INTO past_member (batch_id, past_id, record_id, place) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (PastMember member : members) {
                Optional<Row> row = find(member);
                if (row.isEmpty()) {
                    continue;
                }
                Db.bind(note, batch.id(), member.pastId(), row.get().id(), member.place());
                note.executeUpdate();
                if (row.get().mayFollow() && row.get().attempt() < member.attempt()) {
                    mine.add(row.get().id());
                    their.add(member);
                }
            }
        }
        MemberRuns.fillIds(c, mine);
        leaveOlderBatches();
        Db.update(
                c,
                "DELETE FROM todo WHERE record_id IN (SELECT t.record_id FROM temp.run m CROSS JOIN todo t"
                        + " ON t.record_id >= +m.first_id AND t.record_id < +m.end_id)");
        take(mine, their);
        if (!mine.isEmpty()) {
            SqlAssembly.takeFromChunks(
                    c,
                    batch.taskId(),
                    mine.stream().mapToLong(Long::longValue).min().orElse(0),
                    mine.stream().mapToLong(Long::longValue).max().orElse(0) + 1);
        }
    }

    /** The newest revision with this content that is not past this attempt; else whichever has the content. */
    private Optional<Row> find(PastMember member) throws SQLException {
        Optional<Row> row =
                one("r.task_id = ? AND r.source_id = ? AND r.current = 1", batch.taskId(), member.sourceId());
        Optional<Row> any = Optional.empty();
        while (row.isPresent()) {
            if (row.get().content() == member.content()) {
                any = any.isPresent() ? any : row;
                if (row.get().attempt() < member.attempt() && row.get().mayFollow()) {
                    return row;
                }
            }
            row = row.get().prev() == 0
                    ? Optional.empty()
                    : one("r.id = ?", row.get().prev());
        }
        return any;
    }

    private Optional<Row> one(String where, Object... values) throws SQLException {
        return Db.one(
                c,
                "SELECT r.id, r.content, coalesce(r.prev_id, 0), r.attempt, " + MAY_FOLLOW + " FROM record r WHERE "
                        + where,
                r -> new Row(r.getLong(1), r.getLong(2), r.getLong(3), r.getInt(4), r.getBoolean(5)),
                values);
    }

    /** Their earlier attempts are kept where they were; what they wait for in a batch will come as surplus. */
    private void leaveOlderBatches() throws SQLException {
        Db.update(
                c,
                "UPDATE batch AS b SET n_notrun = n_notrun + x.n FROM (SELECT r.batch_id AS id, count(*) AS n"
                        + MemberRuns.RECORDS + " WHERE r.state = 2 GROUP BY r.batch_id) x WHERE b.id = x.id");
        Attempts.keep(c, "r.state <> 1", RESTORED, WHY, EffortKind.RESTORED);
        var counters = new DropCounters();
        Db.each(
                c,
                "SELECT r.drop_id, r.state, count(*)" + MemberRuns.RECORDS
                        + " WHERE r.state <> 2 GROUP BY r.drop_id, r.state",
                r -> {
                    counters.add(r.getLong(1), Codes.recordState(r.getInt(2)), -r.getLong(3));
                    counters.add(r.getLong(1), RecordState.SUBMITTED, r.getLong(3));
                });
        counters.store(c);
    }

    private void take(List<Long> ids, List<PastMember> members) throws SQLException {
        try (PreparedStatement take =
                c.prepareStatement("UPDATE record SET state = 2, attempt = ?, tries = max(tries, ?),"
                        + " batch_id = ?, recipe_id = ?, code = NULL, pub_id = NULL WHERE id = ?")) {
            for (int i = 0; i < ids.size(); i++) {
                PastMember member = members.get(i);
                Db.bind(take, member.attempt(), member.tries(), batch.id(), batch.recipeId(), ids.get(i));
                take.executeUpdate();
            }
        }
    }

    private record Row(long id, long content, long prev, int attempt, boolean mayFollow) {}
}
