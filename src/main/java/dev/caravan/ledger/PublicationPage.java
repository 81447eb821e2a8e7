package dev.caravan.ledger;

import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Publications.Decided;
import dev.caravan.ledger.Publications.Member;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of the members of a publication. What many of them have in common, such as a result file, is looked up once
 * and not for each.
 */
final class PublicationPage {
    private static final String ROWS = "SELECT r.id, r.source_id, r.rev, r.attempt, r.drop_id, r.recipe_id, r.batch_id,"
            + " r.res_file, r.res_pos, r.tok_in, r.tok_cached, r.tok_out, r.tok_reason, r.cost_u, r.person,"
            + " CASE WHEN r.person = 1 THEN (SELECT e.value FROM edit e WHERE e.record_id = r.id ORDER BY e.no DESC"
            + " LIMIT 1) END, CASE WHEN r.person = 1 THEN (SELECT d.actor FROM decision d WHERE d.record_id = r.id"
            + " AND d.act IN (1, 2) ORDER BY d.id DESC LIMIT 1) END" + MemberRuns.RECORDS
            + " WHERE r.pub_id = ? ORDER BY m.first_id, r.id";

    private final Connection c;
    private final Map<Long, Map<Integer, ResultFile>> files = new HashMap<>();

    private PublicationPage(Connection c) {
        this.c = c;
    }

    /** In id order, after a record; those whose input is nowhere are left out. Empty at the end alone. */
    static List<Member> of(Connection c, long publicationId, Members members, long after, int limit)
            throws SQLException {
        long last = after;
        while (true) {
            Members slice = members.after(last, limit);
            if (slice.size() == 0) {
                return List.of();
            }
            List<Member> page = page(c, publicationId, slice);
            if (!page.isEmpty()) {
                return page;
            }
            last = slice.lastId();
        }
    }

    private static List<Member> page(Connection c, long publicationId, Members slice) throws SQLException {
        MemberRuns.fill(c, slice.runs());
        List<Row> rows = Db.list(c, ROWS, Row::of, publicationId);
        Map<Long, InputAt> inputs = InputPlaces.of(c, rows.stream().map(Row::id).toList());
        var page = new PublicationPage(c);
        List<Member> found = new ArrayList<>(rows.size());
        for (Row row : rows) {
            InputAt input = inputs.get(row.id());
            if (input != null) {
                found.add(row.member(page.file(row), input));
            }
        }
        return found;
    }

    private @Nullable ResultFile file(Row row) throws SQLException {
        Map<Integer, ResultFile> ofBatch = files.get(row.batchId());
        if (ofBatch == null) {
            ofBatch = ResultFiles.byNumber(c, row.batchId());
            files.put(row.batchId(), ofBatch);
        }
        return ofBatch.get(row.result().file());
    }

    private record Row(
            long id,
            String sourceId,
            int revision,
            int attempt,
            long dropId,
            int recipeId,
            long batchId,
            ResultAt result,
            Usage usage,
            @Nullable Decided decided) {

        static Row of(ResultSet r) throws SQLException {
            return new Row(
                    r.getLong(1),
                    r.getString(2),
                    r.getInt(3),
                    r.getInt(4),
                    r.getLong(5),
                    r.getInt(6),
                    r.getLong(7),
                    at(r),
                    new Usage(r.getInt(10), r.getInt(11), r.getInt(12), r.getInt(13), r.getLong(14)),
                    r.getInt(15) == 1 ? new Decided(r.getString(16), String.valueOf(r.getString(17))) : null);
        }

        /** No line of any file where a person gave a value to what had no answer. */
        private static ResultAt at(ResultSet r) throws SQLException {
            int file = r.getInt(8);
            return new ResultAt(r.wasNull() ? -1 : file, r.getLong(9));
        }

        Member member(@Nullable ResultFile file, InputAt input) {
            return new Member(
                    id, sourceId, revision, attempt, dropId, recipeId, batchId, result, file, input, usage, decided);
        }
    }
}
