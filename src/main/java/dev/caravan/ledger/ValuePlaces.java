package dev.caravan.ledger;

import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Audit.ValuePlace;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where inputs and values of many records lie, of those whose bytes may be seen. */
final class ValuePlaces {
    private static final String ROWS =
            "SELECT r.id, r.recipe_id, f.kind, f.path, f.bytes, f.sha256, f.try_no, r.res_file,"
                    + " r.res_pos, CASE WHEN r.person = 1 THEN (SELECT e.value FROM edit e WHERE e.record_id = r.id"
                    + " ORDER BY e.no DESC LIMIT 1) END" + MemberRuns.RECORDS
                    + " JOIN \"drop\" d ON d.id = r.drop_id AND d.purge = 0"
                    + " LEFT JOIN result_file f ON f.batch_id = r.batch_id AND f.no = r.res_file"
                    + " WHERE NOT EXISTS (SELECT 1 FROM erased_record x WHERE x.record_id = r.id) ORDER BY m.first_id, r.id";

    private ValuePlaces() {}

    private record Row(
            long id,
            int recipe,
            @Nullable ResultFile file,
            @Nullable ResultAt at,
            @Nullable String edit) {
        static Row of(ResultSet r) throws SQLException {
            String path = r.getString(4);
            boolean there = path != null;
            return new Row(
                    r.getLong(1),
                    r.getInt(2),
                    there ? new ResultFile(r.getString(3), path, r.getLong(5), r.getString(6), r.getInt(7)) : null,
                    there ? new ResultAt(r.getInt(8), r.getLong(9)) : null,
                    r.getString(10));
        }
    }

    static Map<Long, ValuePlace> of(Connection c, List<Long> ids) throws SQLException {
        MemberRuns.fillIds(c, ids);
        List<Row> rows = Db.list(c, ROWS, Row::of);
        Map<Long, InputAt> inputs = InputPlaces.of(c, rows.stream().map(Row::id).toList());
        Map<Long, ValuePlace> places = new HashMap<>();
        rows.forEach(row -> places.put(
                row.id(), new ValuePlace(inputs.get(row.id()), row.recipe(), row.file(), row.at(), row.edit())));
        return places;
    }
}
