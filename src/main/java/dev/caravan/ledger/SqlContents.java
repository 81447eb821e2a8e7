package dev.caravan.ledger;

import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.SqlLists.Where;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link Contents} in SQL. */
final class SqlContents implements Contents {
    private static final String MEMBERS_OF_BATCH = "SELECT members FROM batch WHERE id = ? AND members IS NOT NULL";
    private static final String FROM_RECORDS = MemberRuns.RECORDS + " JOIN task t ON t.id = r.task_id ";

    /** Whatever is wrong with a record, it is on this list. */
    private static final String FROM_LISTED = " FROM temp.run m CROSS JOIN todo l ON l.record_id >= +m.first_id"
            + " AND l.record_id < +m.end_id CROSS JOIN record r ON r.id = l.record_id ";

    private final Db db;

    SqlContents(Db db) {
        this.db = db;
    }

    @Override
    public Piece<RecordRow> records(
            long dropId, @Nullable RecordState state, @Nullable String code, long after, int limit, int look) {
        return db.read(c -> {
            Members all = new Members(DropRuns.of(c, dropId));
            boolean listed = state != null && TROUBLED.contains(state);
            Piece<Long> window = listed ? listed(c, all, after, look) : window(all, after, look);
            MemberRuns.fill(
                    c,
                    all.after(after, Integer.MAX_VALUE)
                            .upTo(window.rows().get(0))
                            .runs());
            Where where = new Where()
                    .and("r.state = ?", state == null ? null : state.code())
                    .and("r.code = ?", code);
            List<RecordRow> rows = Db.list(
                    c,
                    SqlLists.RECORD
                            + (listed ? FROM_LISTED + "JOIN task t ON t.id = r.task_id " : FROM_RECORDS)
                            + where + " ORDER BY m.first_id, " + (listed ? "l.record_id" : "r.id") + " LIMIT ?",
                    SqlLists::record,
                    where.values(limit + 1));
            if (rows.size() > limit) {
                return new Piece<>(rows.subList(0, limit), rows.get(limit - 1).id(), false);
            }
            return new Piece<>(rows, window.next(), window.next() > 0);
        });
    }

    /** The last record that is looked at, and the same again if there are more behind it. */
    private static Piece<Long> window(Members all, long after, int look) {
        Members seen = all.after(after, look);
        long last = seen.size() == 0 ? after : seen.lastId();
        boolean more = all.size() > 0 && all.lastId() > last;
        return new Piece<>(List.of(last), more ? last : 0, more);
    }

    /** The same along the list. */
    private static Piece<Long> listed(Connection c, Members all, long after, int look) throws SQLException {
        if (all.size() == 0) {
            return new Piece<>(List.of(after), 0, false);
        }
        MemberRuns.fill(c, all.after(after, Integer.MAX_VALUE).runs());
        long last = Db.number(
                c,
                "SELECT max(id) FROM (SELECT l.record_id AS id FROM temp.run m CROSS JOIN todo l"
                        + " ON l.record_id >= +m.first_id AND l.record_id < +m.end_id"
                        + " ORDER BY m.first_id, l.record_id LIMIT ?) x HAVING count(*) = ?",
                look,
                look);
        return last == 0 ? new Piece<>(List.of(all.lastId()), 0, false) : new Piece<>(List.of(last), last, true);
    }

    @Override
    public Piece<RecordRow> members(long batchId, long after, int limit) {
        return db.read(c -> {
            Members all =
                    BatchReads.find(c, batchId).map(Batches.Batch::members).orElse(new Members(List.of()));
            Members some = all.after(after, limit);
            if (some.size() == 0) {
                return new Piece<RecordRow>(List.of(), 0, false);
            }
            MemberRuns.fill(c, some.runs());
            List<RecordRow> rows =
                    Db.list(c, SqlLists.RECORD + FROM_RECORDS + "ORDER BY m.first_id, r.id", SqlLists::record);
            return new Piece<>(rows, all.lastId() > some.lastId() ? some.lastId() : 0, false);
        });
    }

    @Override
    public Failures failures(Collection<Long> drops, Set<RecordState> states, int look) {
        String in = states.stream()
                .map(state -> String.valueOf(state.code()))
                .sorted()
                .collect(Collectors.joining(", "));
        String passed = states.contains(RecordState.REVIEW_REQUIRED) ? "" : " AND l.kind <> 4";
        return db.read(c -> {
            MemberRuns.fill(c, DropRuns.of(c, drops));
            List<Failure> rows = Db.list(
                    c,
                    "SELECT x.drop_id, x.state, coalesce(x.code, ''), count(*) FROM (SELECT r.drop_id, r.state, r.code"
                            + FROM_LISTED + "WHERE r.state IN (" + in + ")" + passed
                            + " ORDER BY m.first_id, l.record_id LIMIT ?) x GROUP BY x.drop_id, x.state, x.code",
                    r -> new Failure(r.getLong(1), Codes.recordState(r.getInt(2)), r.getString(3), r.getLong(4)),
                    look);
            long found = rows.stream().mapToLong(Failure::records).sum();
            List<Failure> sorted = new ArrayList<>(rows);
            sorted.sort(Comparator.comparingLong(Failure::records)
                    .reversed()
                    .thenComparing(Failure::code)
                    .thenComparingLong(Failure::dropId));
            return new Failures(sorted, found < look);
        });
    }

    @Override
    public Piece<Part> batches(Collection<Long> drops, long from, int look) {
        return db.read(c -> new DropParts(c, drops, DropParts.BATCHES).of(from, look));
    }

    @Override
    public Piece<Part> newestBatches(Collection<Long> drops, int look) {
        return db.read(c -> new DropParts(c, drops, DropParts.BATCHES).newest(look));
    }

    @Override
    public Piece<Part> publications(Collection<Long> drops, long from, int look) {
        return db.read(c -> new DropParts(c, drops, DropParts.PUBLICATIONS).of(from, look));
    }

    @Override
    public List<Long> dropsOfBatch(long batchId, int most) {
        return db.read(c -> drops(c, MEMBERS_OF_BATCH, batchId, most));
    }

    @Override
    public List<Long> dropsOfPublication(long publicationId, int most) {
        return db.read(c ->
                drops(c, "SELECT members FROM publication WHERE id = ? AND members IS NOT NULL", publicationId, most));
    }

    private static List<Long> drops(Connection c, String select, long id, int most) throws SQLException {
        return new DropRuns.Finder(c).drops(members(c, select, id).runs(), most);
    }

    private static Members members(Connection c, String select, long id) throws SQLException {
        return Db.one(c, select, r -> MemberCodec.decode(r.getBytes(1)), id).orElse(new Members(List.of()));
    }

    @Override
    public Tokens tokensOfBatch(long batchId) {
        return db.read(c -> {
            long in = 0;
            long out = 0;
            for (Members.Run run : members(c, MEMBERS_OF_BATCH, batchId).runs()) {
                Tokens some = Db.one(
                                c,
                                "SELECT coalesce(sum(tok_in), 0), coalesce(sum(tok_out), 0) FROM record"
                                        + " WHERE id >= ? AND id < ? AND batch_id = ?",
                                r -> new Tokens(r.getLong(1), r.getLong(2)),
                                run.firstId(),
                                run.endId(),
                                batchId)
                        .orElseThrow();
                in += some.in();
                out += some.out();
            }
            return new Tokens(in, out);
        });
    }

    @Override
    public Piece<Events.Event> events(
            Lists.Slice slice, @Nullable EventKind kind, @Nullable String about, boolean people, int look) {
        return db.read(c -> {
            boolean narrow = about == null && (people || slice.tasks() != null);
            long from = slice.before() > 0 ? slice.before() : Db.number(c, "SELECT max(id) FROM event") + 1;
            long low = narrow ? Math.max(1, from - look) : 1;
            Where where = new Where()
                    .and("e.id >= ?", low)
                    .and("e.kind = ?", kind == null ? null : kind.code())
                    .and("e.subject = ?", about)
                    .and("e.actor <> ?", people ? Events.CARAVAN : null);
            Lists.Slice more = new Lists.Slice(slice.tasks(), from, slice.limit() + 1);
            List<Events.Event> rows = EventReads.list(c, more, where);
            if (rows.size() > slice.limit()) {
                return new Piece<>(
                        rows.subList(0, slice.limit()),
                        rows.get(slice.limit() - 1).id(),
                        false);
            }
            return new Piece<>(rows, low > 1 ? low : 0, low > 1);
        });
    }
}
